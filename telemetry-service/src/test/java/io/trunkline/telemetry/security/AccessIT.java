package io.trunkline.telemetry.security;

import io.trunkline.telemetry.TelemetryIT;
import io.trunkline.telemetry.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@TelemetryIT
class AccessIT {
    private static final String APP = Wire.newApplication();
    private static final String OTHER = Wire.newApplication();
    private static final String SERVICE = "Bearer " + TelemetryIT.SERVICE_TOKEN;
    private static final String OPERATOR = "Bearer " + TelemetryIT.OPERATOR_TOKEN;

    @Autowired
    WebTestClient client;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic b3BlcmF0b3I6eA==", TelemetryIT.OPERATOR_TOKEN})
    void asksForATokenWhereNoneOrAnUnknownOneIsShown(String authorization) {
        read(APP, Map.of("Authorization", authorization))
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer realm=\"trunkline\"")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/unauthenticated");
    }

    @Test
    void letsTheOperatorReadEveryReport() {
        read(APP, Map.of("Authorization", OPERATOR)).expectStatus().isOk().expectBody();
        read(APP, Map.of("Authorization", "bearer " + TelemetryIT.OPERATOR_TOKEN))
                .expectStatus()
                .isOk()
                .expectBody();
    }

    @Test
    void letsAnOwnerReadItsOwnReportAlone() {
        var owner = Map.of("Authorization", SERVICE, "X-Trunkline-Application", APP);

        read(APP, owner).expectStatus().isOk().expectBody();
        expectForbidden(read(OTHER, owner));
    }

    @Test
    void letsAServiceThatSpeaksForNobodyReadNoReport() {
        expectForbidden(read(APP, Map.of("Authorization", SERVICE)));
    }

    @Test
    void doesNotBelieveTheApplicationHeaderOfStrangers() {
        read(APP, Map.of("X-Trunkline-Application", APP))
                .expectStatus()
                .isUnauthorized()
                .expectBody();
        read(APP, Map.of("Authorization", "Bearer x", "X-Trunkline-Application", APP))
                .expectStatus()
                .isUnauthorized()
                .expectBody();
    }

    @Test
    void takesUsageFromOurOwnServicesAlone() {
        expectForbidden(send(Map.of("Authorization", OPERATOR)));
        expectForbidden(send(Map.of("Authorization", SERVICE, "X-Trunkline-Application", APP)));
        send(Map.of()).expectStatus().isUnauthorized().expectBody();
        send(Map.of("Authorization", SERVICE)).expectStatus().isNoContent().expectBody();
    }

    @Test
    void showsHealthMetricsAndItsDescriptionToEveryone() {
        for (var path :
                new String[] {"/actuator/health", "/actuator/health/readiness", "/actuator/prometheus", "/v3/api-docs"
                }) {
            client.get().uri(path).exchange().expectStatus().isOk().expectBody();
        }
    }

    @Test
    void describesItsTwoCalls() {
        client.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectBody()
                .jsonPath("$.paths['/internal/v1/usage'].post")
                .exists()
                .jsonPath("$.paths['/telemetry/publications/{appId}/{days}'].get")
                .exists();
    }

    @Test
    void showsOtherActuatorPathsToNobody() {
        client.get()
                .uri("/actuator/env")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody();
        client.get()
                .uri("/actuator/env")
                .header("Authorization", OPERATOR)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody();
    }

    private ResponseSpec read(String appId, Map<String, String> headers) {
        return client.get()
                .uri("/telemetry/publications/{appId}/1", appId)
                .headers(all -> headers.forEach(all::set))
                .exchange();
    }

    private ResponseSpec send(Map<String, String> headers) {
        return client.post()
                .uri("/internal/v1/usage")
                .headers(all -> headers.forEach(all::set))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Wire.batch("node-a"))
                .exchange();
    }

    private static void expectForbidden(ResponseSpec response) {
        response.expectStatus()
                .isForbidden()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/forbidden");
    }
}
