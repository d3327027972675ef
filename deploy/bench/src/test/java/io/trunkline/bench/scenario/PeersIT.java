package io.trunkline.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trunkline.bench.load.Load;
import io.trunkline.bench.load.Outcome;
import io.trunkline.bench.load.Round;
import io.trunkline.bench.load.Target;
import io.trunkline.bench.load.Timing;
import io.trunkline.bench.server.Mosquitto;
import io.trunkline.bench.server.NatsServer;
import io.trunkline.bench.wire.LoadLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator speaks to the real peers, and finds nothing wrong with them. */
class PeersIT {
    private static final Timing SHORT =
            new Timing(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofSeconds(5));

    private final LoadLoop loop = new LoadLoop();

    @TempDir
    private Path directory;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void playsAWebSocketFanOutOnNats() throws Exception {
        require("/usr/sbin/nats-server");
        try (var nats = NatsServer.start(directory)) {
            int payload = FrameSize.payloadFor(200, loop, nats.target());

            assertSound(play(new Load(1, 100, 8, payload, false), nats.target()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void playsFanOutFanInAndPairsOnMosquitto(int version) throws Exception {
        require("/usr/sbin/mosquitto");
        try (var mosquitto = Mosquitto.start(directory)) {
            assertSound(play(new Load(1, 50, 100, 1024, false), mosquitto.target(version, 0)));
            assertSound(play(new Load(50, 1, 20, 64, true), mosquitto.target(version, 1)));
            assertSound(play(Load.pairs(50, 20, 64, true), mosquitto.target(version, 2)));
        }
    }

    private Outcome play(Load load, Target target) throws Exception {
        return Round.run(loop, load, target, SHORT);
    }

    private static void assertSound(Outcome outcome) {
        assertThat(outcome.tally().clean()).as("%s", outcome.tally()).isTrue();
        assertThat(outcome.rate()).isGreaterThan(1_000);
        assertThat(outcome.residentKib()).isPositive();
        assertThat(outcome.spent().server()).isPositive();
    }

    private static void require(String program) {
        boolean there = Files.isExecutable(Path.of(program));
        assertThat(there || !"required".equals(System.getenv("PEERS")))
                .as("%s is required", program)
                .isTrue();
        assumeTrue(there, program + " is not installed");
    }
}
