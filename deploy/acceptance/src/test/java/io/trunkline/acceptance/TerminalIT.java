package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The three lines that the platform prints do what they promise when they are pasted. */
@ExtendWith(SharedPlatform.class)
class TerminalIT {
    private final Platform platform;

    TerminalIT(Platform platform) {
        this.platform = platform;
    }

    @Test
    void whatTheCurlLinePublishesTheMosquittoLineHears() {
        try (var subscriber = Peer.pasted(platform.lineToPaste("mosquitto_sub") + " -d", "mosquitto_sub")) {
            subscriber.line(line -> line.contains("Subscribed"), Program.PATIENCE);

            publish();

            subscriber.line("hello"::equals, Program.PATIENCE);
        }
    }

    @Test
    void whatTheCurlLinePublishesTheWebSocketLineShows() {
        // the package that the line fetches is already there for the tests
        var line = platform.lineToPaste("npx").replace("npx -y ", "");
        try (var subscriber = Peer.pasted(line, "wscat")) {
            subscriber.line(text -> text.contains("\"topic\":\"chat\"") && text.contains("welcome"), Program.PATIENCE);

            publish();

            subscriber.line(text -> text.contains("\"data\":\"hello\""), Program.PATIENCE);
        }
    }

    @Test
    void theConfigLineFetchesWhatTheDemosBeginWith() throws IOException {
        var file = Files.createTempFile("config", ".cjs");
        var line = platform.terminal().stream()
                .filter(text -> text.startsWith("curl ") && text.endsWith("/config.js"))
                .findFirst()
                .orElseThrow()
                .replace("-o config.js", "-s -o " + file);
        try (var curl = Peer.pasted(line, "curl")) {
            assertThat(curl.exitCode()).as("%s", curl.lines()).isZero();
        }

        try (var demo = Peer.script("config.mjs", file.toString())) {
            var heard = demo.event("welcome").path("connection");

            assertThat(heard.path("appId").asString())
                    .isEqualTo(demo.event("config").path("APP_ID").asString());
            assertThat(demo.event("ack").path("id").asString()).isEqualTo("mine");
            assertThat(demo.event("config").path("API_GATEWAY_HOSTNAME").asString())
                    .isEqualTo("127.0.0.1:" + platform.installation().gateway());
        } finally {
            Files.delete(file);
        }
    }

    private void publish() {
        try (var curl = Peer.pasted(platform.lineToPaste("curl"), "curl")) {
            assertThat(curl.exitCode()).as("%s", curl.lines()).isZero();
        }
    }
}
