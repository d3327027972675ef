package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.acceptance.Reading.Heard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random publishers and readers at all doors while the gateway and Postgres are killed; afterwards the log of every topic is one order of all that was
 * acknowledged, each once, and of nothing else, and every reader heard it so. {@code -Dchecker.seed} repeats the same decisions, {@code -Dchecker.seconds} makes it
 * last longer.
 */
class HistoryCheckerIT {
    private static final List<String> TOPICS = List.of("check/a", "check/b", "check/c");
    private static final int PUBLISHERS = 4;
    private static final int READERS = 6;
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("checker.seconds", 40));
    private static final long SEED = Long.getLong("checker.seed", new Random().nextInt(1_000_000));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger();
    private final Random random = new Random(SEED);

    @Test
    void whatWasAcknowledgedIsInOneOrderAndNothingElseIs() throws Exception {
        System.out.printf("history checker: -Dchecker.seed=%d -Dchecker.seconds=%d%n", SEED, TIME.toSeconds());
        var installation = Installation.in(directory.resolve("data"));
        var first = installation.start();
        try (var disturbance = new Disturbance(installation, first, random.nextLong())) {
            var application = durable(first);
            play(application, disturbance);
            disturbance.killGateway();
            application.awaitKnown();
            var logs = new HashMap<String, List<Heard>>();
            TOPICS.forEach(topic -> logs.put(topic, log(application, topic)));
            System.out.printf("history checker: %s%nhistory checker: %s%n", disturbance, ledger);
            assertThat(logs.values()).allSatisfy(log -> assertThat(log).hasSizeGreaterThan(5));
            assertThat(ledger.faults(logs)).as("-Dchecker.seed=%d", SEED).isEmpty();
        }
    }

    private static Application durable(Platform platform) {
        var unlimited = Map.of("publishesPerSecond", 0, "publishesPerSecondPerConnection", 0);
        var attributes =
                Map.of("clientInboundAckEnabled", true, "idempotencyWindowSeconds", 3_600, "limits", unlimited);
        var application = Api.of(platform).create("checker", attributes);
        application.remember("check/#", "{\"historySize\":100000,\"durable\":true}");
        return application;
    }

    private void play(Application application, Disturbance disturbance) throws Exception {
        var publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> new CheckedPublisher("publisher-" + i, application, ledger, TOPICS, random.nextLong()))
                .toList();
        var readers = IntStream.range(0, READERS)
                .mapToObj(i -> new CheckedReader(
                        "reader-" + i, application, ledger, TOPICS.get(i % TOPICS.size()), random.nextLong()))
                .toList();
        publishers.forEach(Thread::start);
        readers.forEach(Thread::start);
        for (var end = Instant.now().plus(TIME); Instant.now().isBefore(end) || !disturbance.isComplete(); ) {
            disturbance.next();
        }
        publishers.forEach(CheckedPublisher::end);
        ended(publishers);
        assertThat(publishers).flatExtracting(CheckedPublisher::faults).isEmpty();
        TOPICS.forEach(topic -> end(application, topic));
        ended(readers);
    }

    private static void ended(List<? extends Thread> actors) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(actors).filteredOn(Thread::isAlive).isEmpty());
    }

    /** The last message. */
    private void end(Application application, String topic) {
        var text = CheckedReader.END + " of " + topic;
        ledger.tried(topic, text, System.nanoTime());
        var calls = new KeyedCalls(application);
        ledger.acknowledged(text, calls.publish(topic, text, text), System.nanoTime());
    }

    private static List<Heard> log(Application application, String topic) {
        try (var reading = ReadingDoor.HISTORY.open(application, "auditor", topic, "earliest")) {
            await().atMost(PATIENCE).until(() -> CheckedReader.hasEnded(reading.heard()));
            return List.copyOf(reading.heard());
        }
    }
}
