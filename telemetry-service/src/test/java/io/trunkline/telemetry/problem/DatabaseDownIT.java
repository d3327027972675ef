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
        client.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody();

        RELAY.mend();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> wire.accepted(batch));
        wire.expectOps(APP, 3);
        client.get().uri("/actuator/health").exchange().expectStatus().isOk().expectBody();
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
