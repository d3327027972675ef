package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
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
    void nobodyReadsTheUsageOfAForeignApplication() {
        var foreign = application.operator().create("foreign");
        var path = "/telemetry/publications/" + application.id() + "/1";

        assertThat(application
                        .operator()
                        .with(foreign.adminToken(Application.MANAGE))
                        .get(path)
                        .status())
                .isIn(401, 403);
        assertThat(application.operator().with(null).get(path).status()).isEqualTo(401);
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
