package io.trunkline.telemetry.problem;

import static org.awaitility.Awaitility.await;

import io.trunkline.telemetry.PostgresServer;
import io.trunkline.telemetry.TelemetryIT;
import io.trunkline.telemetry.Wire;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** The way to the database goes through a relay, which the test cuts and mends. */
@TelemetryIT
@ContextConfiguration(initializers = DatabaseDownIT.ThroughTheRelay.class)
class DatabaseDownIT {
    private static final URI DATABASE = PostgresServer.freshDatabase();
    private static final Relay RELAY = Relay.to(DATABASE.getHost(), DATABASE.getPort());
    private static final String APP = Wire.newApplication();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    WebTestClient client;

    @AfterAll
    static void cut() {
        RELAY.cut();
    }

    @Test
    void saysWhenToComeBackWhileTheDatabaseIsAwayAndServesAgainAfter() {
        var wire = new Wire(client);
        var batch = Wire.batch("node-a", Wire.record("2026-11-21T09:00:00Z", APP, 3));
        wire.accepted(batch);

        RELAY.cut();
        expectUnavailable(wire.send(batch));
        expectUnavailable(wire.report(APP, "1"));
        await().atMost(PATIENCE).untilAsserted(() -> expectHealth("", 503, "$.components.database.status", "DOWN"));
        await().atMost(PATIENCE).untilAsserted(() -> expectHealth("/readiness", 503, "$.status", "DOWN"));
        expectHealth("/liveness", 200, "$.status", "UP");

        RELAY.mend();
        await().atMost(PATIENCE).untilAsserted(() -> wire.accepted(batch));
        wire.expectOps(APP, 3);
        await().atMost(PATIENCE).untilAsserted(() -> expectHealth("", 200, "$.components.database.status", "UP"));
        await().atMost(PATIENCE).untilAsserted(() -> expectHealth("/readiness", 200, "$.status", "UP"));
    }

    private void expectHealth(String part, int status, String path, String value) {
        client.get()
                .uri("/actuator/health" + part)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath(path)
                .isEqualTo(value);
    }

    private static void expectUnavailable(ResponseSpec response) {
        response.expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "5")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/unavailable");
    }

    static class ThroughTheRelay implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            var login = DATABASE.getUserInfo();
            var url = "postgresql://" + login + "@127.0.0.1:" + RELAY.port() + DATABASE.getPath();
            TestPropertyValues.of("trunkline.database-url=" + url).applyTo(context);
        }
    }
}
