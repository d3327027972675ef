package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL is killed under the running platform. */
class DatabaseEndIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> IMPATIENT = Map.of("TRUNKLINE_HISTORY_PATIENCE", "500ms");

    @TempDir
    Path directory;

    @Test
    void thePlatformStartsItAgainAndGoesOn() throws IOException {
        var installation = Installation.in(directory.resolve("data"));
        var postgres = Postgres.of(installation);
        try (var platform = installation.start(IMPATIENT)) {
            var application = Api.of(platform).create("mortal");
            application.remember("kept/#", "{\"historySize\":100,\"durable\":true}");
            postgres.takeAway();

            await().atMost(PATIENCE)
                    .until(() -> application.publish("kept/a", "1").status() == 503);
            assertThat(application.publish("news", "1").status()).isEqualTo(200);
            awaitHealth(application.operator(), 503, "DOWN");
            assertThat(application.operator().get("/actuator/health/readiness").status())
                    .isEqualTo(200);

            postgres.bringBack();
            await().atMost(PATIENCE)
                    .until(() -> application.publish("kept/a", "2").status() == 200);
            awaitHealth(application.operator(), 200, "UP");
            await().atMost(PATIENCE)
                    .until(() -> application
                                    .operator()
                                    .get("/admin/v1/applications/" + application.id())
                                    .status()
                            == 200);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(platform.terminal())
                            .anyMatch(line -> line.contains("event=postgres-ended"))
                            .anyMatch(line -> line.contains("event=postgres-restarted")));
            assertThat(platform.interrupt()).isIn(0, 130);
        } finally {
            postgres.end();
        }
    }

    private static void awaitHealth(Api operator, int status, String database) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var health = operator.with(null).get("/actuator/health");
            assertThat(health.status()).isEqualTo(status);
            assertThat(health.body().at("/components/database/status").asString())
                    .isEqualTo(database);
        });
    }
}
