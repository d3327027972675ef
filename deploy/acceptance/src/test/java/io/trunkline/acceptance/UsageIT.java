package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class UsageIT {
    private final Application application;

    UsageIT(Platform platform) {
        application = Api.of(platform).create("usage");
    }

    @Test
    void whatWasPublishedIsReportedInHalfHoursWithinSeconds() {
        try (var reader = Peer.script("websocket.mjs", application.webSocketUrl(application.clientToken("reader")))) {
            reader.frame("main", "welcome");
            for (var i = 0; i < 3; i++) {
                application.publish("main", "\"12345678\"");
            }

            var report = reportOf(3);

            assertThat(report.path("ops").asLong()).isEqualTo(3);
            assertThat(report.path("subscribers").asLong()).isEqualTo(3);
            assertThat(report.path("bytes").asLong()).isBetween(24L, 300L);
            var minute = Instant.parse(report.path("records").get(0).path("_id").asString())
                            .getEpochSecond()
                    / 60;
            assertThat(minute % 30).isZero();
        }
    }

    @Test
    void callsConnectionsAndTopicsAreReportedWithTheirCost() {
        var own = application.operator().create("aggregates");
        var tenant = own.operator().with(own.adminToken(Application.MANAGE, "realtime:admin:manage:connections"));
        try (var reader = Peer.script("websocket.mjs", own.webSocketUrl(own.clientToken("reader")))) {
            reader.frame("main", "welcome");
            own.publish("rare", "\"12345678\"");
            own.publish("busy", "\"1234\"");
            own.publish("busy", "\"1234\"");
            assertThat(tenant.call("DELETE", "/api/connections/" + own.id(), null)
                            .status())
                    .isEqualTo(200);
        }

        var aggregates = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> tenant.get("/telemetry/aggregates/" + own.id() + "/1")
                                .body(),
                        report -> report.path("apiCalls").asLong() >= 4);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> tenant.get("/telemetry/heatmap/connections/countries/" + own.id() + "/1")
                                .body()
                                .toString(),
                        "{\"connections\":1,\"records\":[{\"country\":\"ZZ\",\"connections\":1}]}"::equals);
        var topics =
                tenant.get("/telemetry/top-topics/" + own.id() + "/1?limit=1").body();

        assertThat(aggregates.path("apiCalls").asLong()).isEqualTo(4);
        assertThat(aggregates.path("apiBytes").asLong())
                .isEqualTo(aggregates.path("bytes").asLong() + 256);
        assertThat(aggregates.path("connections").asLong()).isEqualTo(1);
        assertThat(topics.path("ops").asLong()).isEqualTo(3);
        assertThat(topics.path("records").size()).isEqualTo(1);
        assertThat(topics.path("records").get(0).path("topic").asString()).isEqualTo("busy");
    }

    @Test
    void nobodyReadsTheUsageOfAForeignApplication() {
        var foreign = application.operator().create("foreign");
        for (var report : List.of("publications", "aggregates", "top-topics", "heatmap/connections/countries")) {
            var path = "/telemetry/" + report + "/" + application.id() + "/1";

            assertThat(application
                            .operator()
                            .with(foreign.adminToken(Application.MANAGE))
                            .get(path)
                            .status())
                    .isIn(401, 403);
            assertThat(application.operator().with(null).get(path).status()).isEqualTo(401);
        }
    }

    private JsonNode reportOf(long operations) {
        var tenant = application.operator().with(application.adminToken(Application.MANAGE));
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> tenant.get("/telemetry/publications/" + application.id() + "/1")
                                .body(),
                        report -> report.path("ops").asLong() >= operations);
    }
}
