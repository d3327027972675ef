package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
    @TempDir
    Path directory;

    @Test
    void whatWasThereBeforeCtrlCIsThereAfterTheNextStart() {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        String starter;
        try (var platform = installation.start()) {
            application = publishing(platform);
            starter = platform.lineToPaste("curl");
            assertThat(platform.interrupt()).isIn(0, 130);
        }

        try (var platform = installation.start()) {
            assertThat(platform.operatorToken())
                    .isEqualTo(application.operator().token());
            stillThere(application);
            assertThat(appIdIn(platform.lineToPaste("curl"))).isEqualTo(appIdIn(starter));
        }
    }

    @Test
    void whatWasThereBeforeKillMinusNineIsThereAfterTheNextStart() {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        try (var platform = installation.start()) {
            application = publishing(platform);
            platform.kill();
        }

        try (var platform = installation.start()) {
            stillThere(application);
            assertThat(platform.interrupt()).isIn(0, 130);
        }
    }

    /** An application whose one publication has reached the report. */
    private static Application publishing(Platform platform) {
        var application = Api.of(platform).create("survivor");
        application.publish("main", "\"counted\"");
        await().atMost(Duration.ofSeconds(20)).until(() -> operations(application) == 1);
        return application;
    }

    private static void stillThere(Application application) {
        assertThat(application
                        .operator()
                        .get("/admin/v1/applications/" + application.id())
                        .body()
                        .path("name")
                        .asString())
                .startsWith("survivor");
        assertThat(operations(application)).isEqualTo(1);
        application.awaitKnown();
        assertThat(application.publish("main", "\"again\"").status()).isEqualTo(200);
    }

    private static long operations(Application application) {
        return application
                .operator()
                .get("/telemetry/publications/" + application.id() + "/1")
                .body()
                .path("ops")
                .asLong();
    }

    private static String appIdIn(String line) {
        return line.replaceFirst(".*/topics/([0-9a-f]{32})/.*", "$1");
    }
}
