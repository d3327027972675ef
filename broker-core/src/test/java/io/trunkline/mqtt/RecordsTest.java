package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.mqtt.SavedSession.Owner;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is written of sessions, and when. */
class RecordsTest {
    private final DefaultEventExecutorGroup timers = new DefaultEventExecutorGroup(1);
    private final Slow store = new Slow();
    private final Records records = new Records(store, timers);

    /** Answers when it is told to. */
    private static final class Slow implements SessionStore {
        private final Queue<List<Change>> writes = new ConcurrentLinkedQueue<>();
        private final Queue<Sinks.Empty<Void>> answers = new ConcurrentLinkedQueue<>();

        @Override
        public Mono<Void> write(List<Change> changes) {
            return Mono.defer(() -> {
                var answer = Sinks.<Void>empty();
                answers.add(answer);
                writes.add(changes);
                return answer.asMono();
            });
        }

        @Override
        public Flux<SavedSession> all() {
            return Flux.empty();
        }

        List<Change> written() {
            await().until(() -> !writes.isEmpty());
            return writes.remove();
        }

        void yes() {
            answers.remove().tryEmitEmpty();
        }

        void no() {
            answers.remove().tryEmitError(new IllegalStateException("away"));
        }
    }

    @BeforeEach
    void begin() {
        records.open();
    }

    @AfterEach
    void end() {
        timers.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void onlyTheNewestOfEachSessionFollowsWhatIsUnderWay() {
        put("a", 1);
        put("a", 2);
        put("b", 1);
        put("a", 3);
        assertThat(expiries(store.written())).isEqualTo(Map.of("a", 1L));
        assertThat(store.writes).isEmpty();

        store.yes();

        assertThat(expiries(store.written())).isEqualTo(Map.of("a", 3L, "b", 1L));
    }

    @Test
    void isSafeWhenTheNewestIsWritten() {
        put("a", 1);
        var first = records.safe("a").toFuture();
        put("a", 2);
        var second = records.safe("a").toFuture();

        store.yes();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isNotDone();
        store.yes();

        assertThat(second).isCompletedWithValue(true);
        assertThat(records.safe("a").block()).isTrue();
        assertThat(records.has("a")).isFalse();
    }

    @Test
    void whatFailedIsTriedAgainAndNobodyWaitsForIt() {
        put("a", 1);
        put("b", 1);
        var waiting = records.safe("b").toFuture();
        store.written();

        store.no();

        assertThat(waiting).isCompletedWithValue(false);
        assertThat(records.safe("a").block()).isFalse();
        assertThat(expiries(store.written())).isEqualTo(Map.of("a", 1L, "b", 1L));
        store.yes();
        assertThat(records.has("a")).isFalse();
    }

    @Test
    void whatFailedIsNotWrittenOverWhatCameMeanwhile() {
        put("a", 1);
        store.written();
        put("a", 2);
        store.no();

        assertThat(expiries(store.written())).isEqualTo(Map.of("a", 2L));
    }

    @Test
    void nothingIsWrittenBeforeItIsKnownWhatWasKept() {
        var early = new Records(store, timers);
        IntStream.rangeClosed(0, Records.MOST_AT_ONCE).forEach(i -> early.put(change("s" + i, 1)));
        assertThat(early.safe("s0").block()).isFalse();
        assertThat(store.writes).isEmpty();

        early.open();

        assertThat(store.written()).hasSize(Records.MOST_AT_ONCE);
        store.yes();
        assertThat(store.written()).hasSize(1);
    }

    @Test
    void aFlushWaitsForAllThatWorks() {
        put("a", 1);
        put("b", 1);
        timers.schedule(store::yes, 20, TimeUnit.MILLISECONDS);
        timers.schedule(store::yes, 40, TimeUnit.MILLISECONDS);

        records.flush(30_000);

        assertThat(store.writes).hasSize(2);
        assertThat(records.has("b")).isFalse();
    }

    private void put(String id, long expiry) {
        records.put(change(id, expiry));
    }

    private static SessionStore.Change change(String id, long expiry) {
        var owner = new Owner(new ApplicationId("app"), "ann", List.of());
        return new SessionStore.Change(
                id, new SavedSession(id, 1, owner, MqttProfile.full(), expiry, null, List.of(), null, Set.of(), 0));
    }

    private static Map<String, Long> expiries(List<SessionStore.Change> changes) {
        return changes.stream()
                .collect(java.util.stream.Collectors.toMap(
                        SessionStore.Change::sessionId,
                        change -> java.util.Objects.requireNonNull(change.now()).expiry()));
    }
}
