package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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

    private void publish() {
        try (var curl = Peer.pasted(platform.lineToPaste("curl"), "curl")) {
            assertThat(curl.exitCode()).as("%s", curl.lines()).isZero();
        }
    }
}
