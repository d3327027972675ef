package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What a gateway finds that another one has left. */
class RestartIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Retention STATE = new Retention(0, Retention.USUAL, false, true);
    private static final int READERS = 5_000;

    private final String url = TestDatabase.create();

    @Test
    void theEpochAndTheOffsetsGoOn() {
        var before = IntStream.range(0, 3)
                .mapToObj(i -> withLog(log -> Traffic.append(log, Traffic.topic(0), "m" + i)))
                .toList();

        assertThat(before).extracting(position -> position.offset()).containsExactly(1L, 2L, 3L);
        assertThat(before)
                .extracting(position -> position.epoch())
                .containsOnly(before.get(0).epoch());
        var read = withLog(log -> Traffic.read(log, Traffic.topic(0), new Since.After(before.get(0)), 10));
        assertThat(read.continuous()).isTrue();
        assertThat(read.publications()).extracting(Publications::text).containsExactly("m1", "m2");
    }

    @Test
    void aTopicsHeadIsKnownWhenAllThatItHadIsTooOldAndDropped() {
        var world = new VirtualWorld(1);
        var brief = new Retention(100, Duration.ofDays(2), true, false);
        try (var log = RunningLog.on(url, world).ready()) {
            log.log().append(Publications.of("t/0", "old"), brief).block(SOON);
        }
        world.pass(Duration.ofDays(4));
        try (var log = RunningLog.on(url, world).ready()) {
            await().atMost(SOON).until(() -> TestDatabase.number(url, "select count(*) from gateway.log") == 0);

            var read = Traffic.read(log.log(), Traffic.topic(0), Since.EARLIEST, 10);
            assertThat(Objects.requireNonNull(read.head()).offset()).isOne();
            assertThat(read.publications()).isEmpty();
            assertThat(Traffic.append(log.log(), Traffic.topic(0), "new").offset())
                    .isEqualTo(2);
            assertThat(Traffic.read(log.log(), Traffic.topic(0), Since.EARLIEST, 10)
                            .publications())
                    .extracting(Publications::text)
                    .containsExactly("new");
        }
    }

    @Test
    void topicsThatNothingIsLeftOfMakeRoomForOthersAndBeginAnew() {
        var world = new VirtualWorld(1);
        var brief = new Retention(100, Duration.ofDays(2), true, false);
        try (var log = RunningLog.withTopics(url, world, 2).ready()) {
            var first = Objects.requireNonNull(
                    log.log().append(Publications.of("t/0", "m"), brief).block(SOON));
            log.log().append(Publications.of("t/1", "m"), brief).block(SOON);
            assertThatThrownBy(() ->
                            log.log().append(Publications.of("t/2", "m"), brief).block(SOON))
                    .isInstanceOfSatisfying(
                            Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.LIMIT_REACHED));
            log.log().append(Publications.of("t/1", "m"), brief).block(SOON);
            world.pass(Duration.ofDays(4));
            try (var next = RunningLog.withTopics(url, world, 2).ready()) {
                await().atMost(SOON).until(() -> TestDatabase.number(url, "select count(*) from gateway.log") == 0);
                next.log().append(Publications.of("t/2", "m"), brief).block(SOON);

                var again = Objects.requireNonNull(
                        next.log().append(Publications.of("t/0", "m"), brief).block(SOON));
                assertThat(Traffic.position(again).offset()).isOne();
                assertThat(Traffic.position(again).epoch())
                        .isNotEqualTo(Traffic.position(first).epoch());
            }
        }
    }

    /** They come back one after the other and together; what is published meanwhile costs no read. */
    @Test
    void aCrowdThatComesBackReadsEachPageOnce() {
        withLog(log -> Flux.range(0, 600)
                .flatMapSequential(i -> log.append(Traffic.publication(Traffic.topic(0), "m" + i), Traffic.KEPT))
                .blockLast(SOON));
        try (var log = RunningLog.on(url).ready()) {
            var first = Traffic.read(log.log(), Traffic.topic(0), Since.EARLIEST, 1);
            var since = new Since.After(Objects.requireNonNull(first.last()));

            var counts = Flux.range(0, READERS)
                    .flatMap(
                            i -> i % 1_000 == 999
                                    ? log.log()
                                            .append(Traffic.publication(Traffic.topic(0), "n" + i), Traffic.KEPT)
                                            .then(reader(log.log(), since))
                                    : reader(log.log(), since),
                            READERS)
                    .collectList()
                    .block(SOON);

            assertThat(counts)
                    .hasSize(READERS)
                    .allSatisfy(count -> assertThat(count).isBetween(599L, 604L));
            assertThat(log.reads()).isEqualTo(3);
        }
    }

    /** Reads on until it has all that there is. */
    private static reactor.core.publisher.Mono<Long> reader(TopicLog log, Since since) {
        return log.read(new io.trunkline.broker.history.Range(
                        Principals.APPLICATION, Traffic.topic(0), Traffic.KEPT, since, 128))
                .expand(slice -> slice.isLast()
                        ? reactor.core.publisher.Mono.empty()
                        : log.read(new io.trunkline.broker.history.Range(
                                Principals.APPLICATION,
                                Traffic.topic(0),
                                Traffic.KEPT,
                                new Since.After(Objects.requireNonNull(slice.last())),
                                128)))
                .map(slice -> (long) slice.publications().size())
                .reduce(0L, Long::sum);
    }

    @Test
    void lastValuesComeBackAndClearedOnesDoNot() {
        withLog(log -> {
            retain(log, "a", "kept", STATE);
            retain(log, "b", "gone", STATE);
            retain(log, "c", "sure", STATE.asDurable());
            retain(log, "d", "dropped", STATE.asDurable());
            return true;
        });
        withLog(log -> {
            assertThat(last(log)).containsExactlyInAnyOrder("kept", "gone", "sure", "dropped");
            retain(log, "b", "", STATE);
            retain(log, "d", "", STATE.asDurable());
            retain(log, "a", "newer", STATE);
            return true;
        });

        assertThat(withLog(RestartIT::last)).containsExactlyInAnyOrder("newer", "sure");
    }

    @Test
    void aDurableLastValueIsSafeBeforeItIsAnswered() {
        try (var log = RunningLog.on(url).ready()) {
            retain(log.log(), "c", "sure", STATE.asDurable());

            assertThat(TestDatabase.number(url, "select count(*) from gateway.last_value"))
                    .isOne();
        }
    }

    @Test
    void whatIsForgottenIsGoneAndBeginsAnew() {
        var before = withLog(log -> {
            retain(log, "a", "kept", STATE);
            retain(log, "c", "sure", STATE.asDurable());
            return Traffic.append(log, Traffic.topic(0), "m");
        });
        withLog(log -> {
            log.forget(Principals.APPLICATION).block(SOON);
            return true;
        });

        assertThat(TestDatabase.number(url, "select count(*) from gateway.log")).isZero();
        assertThat(TestDatabase.number(url, "select count(*) from gateway.topic"))
                .isZero();
        assertThat(TestDatabase.number(url, "select count(*) from gateway.last_value"))
                .isZero();
        withLog(log -> {
            assertThat(last(log)).isEmpty();
            var after = Traffic.append(log, Traffic.topic(0), "m");
            assertThat(after.offset()).isOne();
            assertThat(after.epoch()).isNotEqualTo(before.epoch());
            return true;
        });
    }

    private <T> T withLog(java.util.function.Function<TopicLog, T> work) {
        try (var log = RunningLog.on(url).ready()) {
            return work.apply(log.log());
        }
    }

    private static void retain(TopicLog log, String topic, String text, Retention retention) {
        log.append(Publications.of(Principals.anyone(), topic, Publications.retained(text)), retention)
                .block(SOON);
    }

    private static List<String> last(TopicLog log) {
        return Objects.requireNonNull(log.last(Principals.APPLICATION, TopicFilter.levels("#"))
                .map(Publications::text)
                .collectList()
                .block(SOON));
    }
}
