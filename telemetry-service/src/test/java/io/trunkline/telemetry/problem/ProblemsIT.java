package io.trunkline.telemetry.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.telemetry.TelemetryIT;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

@TelemetryIT
@Import(ProblemsIT.Faults.class)
@ExtendWith(OutputCaptureExtension.class)
class ProblemsIT {
    @Autowired
    WebTestClient client;

    @Test
    void answersUnknownPathsWith404() {
        assertThat(expectProblem(call(HttpMethod.GET, "/nowhere"), 404, "not-found"))
                .doesNotContain("127.0.0.1", "localhost", "No static resource");
    }

    @Test
    void answersUnknownMethodsWith405AndTheOnesThatAre() {
        var response = call(HttpMethod.GET, "/internal/v1/usage");

        expectProblem(response, 405, "method-not-allowed");
        response.expectHeader().valueEquals("Allow", "POST");
    }

    @Test
    void answersBodiesThatAreNotJsonWith415() {
        expectProblem(
                client.post()
                        .uri("/internal/v1/usage")
                        .headers(headers -> headers.setBearerAuth(TelemetryIT.SERVICE_TOKEN))
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("{}")
                        .exchange(),
                415,
                "unsupported-media-type");
    }

    @Test
    void answersAFaultWith500AndLogsItOnceUnderAnIdWithoutTellingMore(CapturedOutput output) {
        var body = expectProblem(call(HttpMethod.GET, "/fault"), 500, "internal");

        var id = body.replaceFirst("(?s).*with id ([0-9a-f-]{36}).*", "$1");
        assertThat(StringUtils.countOccurrencesOf(output.getOut(), id)).isEqualTo(1);
        assertThat(output.getOut()).contains("the inner secret");
        assertThat(body).doesNotContain("the inner secret");
    }

    private ResponseSpec call(HttpMethod method, String path) {
        return client.method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(TelemetryIT.SERVICE_TOKEN))
                .exchange();
    }

    private static String expectProblem(ResponseSpec response, int status, String code) {
        var body = response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + code)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.title")
                .isNotEmpty()
                .jsonPath("$.detail")
                .isNotEmpty()
                .jsonPath("$.properties")
                .doesNotExist()
                .returnResult()
                .getResponseBody();
        return new String(Objects.requireNonNull(body));
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Faults {
        @Bean
        RouterFunction<ServerResponse> fault() {
            return RouterFunctions.route()
                    .GET("/fault", request -> {
                        throw new IllegalStateException("the inner secret");
                    })
                    .build();
        }
    }
}
