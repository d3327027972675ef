package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
    /** The SDK waits up to ten seconds between two tries. */
    private static final Duration AFTER_RESTART = Duration.ofSeconds(30);

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

    @Test
    void anAnonymousMqttPortLetsClientsWithoutCredentialsIntoOneApplication() {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        try (var platform = installation.start()) {
            application = Api.of(platform).create("closed network");
        }
        var port = Integer.toString(Installation.freePort());

        try (var platform = installation.start(Map.of("TRUNKLINE_MQTT_ANONYMOUS", port + ":" + application.id()));
                var subscriber =
                        Peer.program("mosquitto_sub", "-d", "-h", "127.0.0.1", "-p", port, "-t", "machine/1")) {
            subscriber.line(line -> line.contains("Subscribed"), Program.PATIENCE);

            application.publish("machine/1", "\"heard\"");

            subscriber.line("heard"::equals, Program.PATIENCE);
            assertThat(platform.terminal()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void theVendorsSdkComesBackAfterARestart() {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        Peer sdk;
        try (var platform = installation.start()) {
            application = Api.of(platform).create("restarted");
            sdk = Peer.script("sdk.mjs", "stay", application.webSocketUrl(application.clientToken("staying")));
            sdk.event("subscribed");
            platform.interrupt();
        }

        try (sdk;
                var platform = installation.start()) {
            assertThat(sdk.event("closed").path("code").asInt()).isEqualTo(1012);
            await().atMost(AFTER_RESTART).until(() -> sdk.events("subscribed").size() == 2);
            application.publish("news", "\"after the restart\"");
            assertThat(sdk.event("heard").path("data").asString()).isEqualTo("after the restart");
            assertThat(platform.terminal()).noneMatch(line -> line.contains("ERROR"));
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
