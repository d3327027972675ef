package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.testkit.Publications;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there once, whoever is killed. */
class PowerCutIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROUNDS = 3;
    private static final int ENOUGH = 500;

    @TempDir
    Path directory;

    private MortalPostgres postgres;

    @BeforeEach
    void start() throws IOException {
        postgres = new MortalPostgres(directory.resolve("postgres"));
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void theDatabaseIsKilled() throws IOException {
        var traffic = new Traffic("m", 4);
        try (var log = RunningLog.on(postgres.url(), Duration.ofSeconds(5)).ready()) {
            var publishing = traffic.publish(log.log(), 16).toFuture();
            for (var round = 1; round <= ROUNDS; round++) {
                var enough = traffic.accepted() + ENOUGH;
                await().atMost(LONG).until(() -> traffic.accepted() > enough);
                postgres.killAndRestart();
            }
            var enough = traffic.accepted() + ENOUGH;
            await().atMost(LONG).until(() -> traffic.accepted() > enough);
            traffic.end();
            await().atMost(LONG).until(publishing::isDone);
        }
        try (var next = RunningLog.on(postgres.url()).ready()) {
            traffic.check(next.log());
        }
    }

    @Test
    void theGatewayIsKilledAndThenBothAre() throws IOException, InterruptedException {
        var acknowledged = new HashMap<String, String>();
        for (var round = 1; round <= ROUNDS; round++) {
            killed("round" + round, acknowledged);
            if (round == ROUNDS - 1) {
                postgres.killAndRestart();
            }
        }

        try (var log = RunningLog.on(postgres.url()).ready()) {
            for (var number = 0; number < 4; number++) {
                var found = Traffic.all(log.log(), Traffic.topic(number));
                assertThat(found)
                        .extracting(publication -> Traffic.position(publication).offset())
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, found.size()).boxed().toList());
                assertThat(found).extracting(Publications::text).doesNotHaveDuplicates();
                found.forEach(publication -> {
                    var said = acknowledged.remove(Publications.text(publication));
                    assertThat(said).isIn(Traffic.position(publication).text(), null);
                });
            }
        }
        assertThat(acknowledged).isEmpty();
    }

    private void killed(String name, Map<String, String> acknowledged) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var gateway = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedGateway.class.getName(),
                        postgres.url(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = gateway.inputReader()) {
            var count = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                count += note(line, name, acknowledged);
                if (count == ENOUGH) {
                    gateway.toHandle().destroyForcibly(); // what it said stays to be read
                }
            }
            assertThat(count).isGreaterThanOrEqualTo(ENOUGH);
        }
        gateway.waitFor();
    }

    /** The last line may be cut. */
    private static int note(String line, String name, Map<String, String> acknowledged) {
        var parts = line.split(" ", -1);
        if (!line.startsWith(name + "-") || parts.length != 2 || !parts[1].matches("[0-9a-f]{16}:[0-9]+")) {
            return 0;
        }
        acknowledged.put(parts[0], parts[1]);
        return 1;
    }
}
