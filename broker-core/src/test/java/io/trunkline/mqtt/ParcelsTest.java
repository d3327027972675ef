package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is written of that which waits for clients that are away, and when. */
class ParcelsTest {
    private static final DeliveryTerms TERMS = new DeliveryTerms(1, false, List.of(), false);

    private final DefaultEventExecutorGroup timers = new DefaultEventExecutorGroup(1);
    private final Slow store = new Slow();
    private final Parcels parcels = new Parcels(store, timers);

    /** Answers when it is told to. */
    private static final class Slow implements ParcelStore {
        private final Queue<Change> writes = new ConcurrentLinkedQueue<>();
        private final Queue<Sinks.Empty<Void>> answers = new ConcurrentLinkedQueue<>();
        private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

        @Override
        public Mono<Void> write(Change change) {
            return Mono.defer(() -> {
                var answer = Sinks.<Void>empty();
                answers.add(answer);
                threads.add(Thread.currentThread());
                writes.add(change);
                return answer.asMono();
            });
        }

        @Override
        public Mono<Kept> read() {
            return Mono.just(new Kept(1, List.of()));
        }

        Change written() {
            await().until(() -> !writes.isEmpty());
            return writes.remove();
        }

        void yes() {
            await().until(() -> !answers.isEmpty());
            answers.remove().tryEmitEmpty();
        }

        void no() {
            await().until(() -> !answers.isEmpty());
            answers.remove().tryEmitError(new IllegalStateException("away"));
        }
    }

    @BeforeEach
    void begin() {
        parcels.open(100);
    }

    @AfterEach
    void end() {
        timers.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void onePublicationIsWrittenOnceForAllThatItWaitsForMeanwhile() {
        put("busy", "r");
        var shared = Publications.of("t", "shared");
        List.of("r", "s", "u").forEach(id -> parcels.put(shared, to(id)));
        put("next", "r");
        assertThat(store.written().added()).extracting(SavedParcel::number).containsExactly(100L);
        store.yes();

        var written = store.written().added();

        assertThat(written).extracting(SavedParcel::number).containsExactly(101L, 102L);
        assertThat(written.get(0).addressees()).extracting(Addressee::sessionId).containsExactly("r", "s", "u");
    }

    @Test
    void twoDeliveriesToOneSessionAreTwo() {
        put("busy", "r");
        var twice = Publications.of("t", "twice");
        parcels.put(twice, to("r"));
        parcels.put(twice, to("r"));
        store.written();
        store.yes();

        assertThat(store.written().added()).hasSize(2);
    }

    @Test
    void ofManySessionsAHundredShareOne() {
        var shared = Publications.of("t", "shared");
        IntStream.range(0, 250).forEach(i -> parcels.put(shared, to("s" + i)));

        assertThat(store.written().added())
                .extracting(parcel -> parcel.addressees().size())
                .containsExactly(100, 100, 50);
    }

    @Test
    void isSafeWhenItIsWritten() {
        put("a", "r");
        var first = parcels.safe().toFuture();
        put("b", "r");
        var second = parcels.safe().toFuture();

        store.yes();
        await().until(first::isDone);
        assertThat(second).isNotDone();
        store.yes();

        await().until(second::isDone);
        assertThat(parcels.safe().toFuture()).isDone();
    }

    @Test
    void whatNobodyAsksForIsWrittenTooAndOnceForAll() {
        var shared = Publications.of("t", "shared");
        List.of("r", "s").forEach(id -> parcels.put(shared, to(id)));

        var written = store.written().added();

        assertThat(written).hasSize(1);
        assertThat(written.get(0).addressees()).hasSize(2);
    }

    @Test
    void whatNobodyWaitsForBeforeItIsWrittenIsNeverWritten() {
        put("busy", "r");
        var gone = put("gone", "r");
        parcels.settle(gone, to("r"));
        put("stays", "r");
        store.written();
        store.yes();

        var written = store.written();

        assertThat(written.added()).extracting(SavedParcel::number).containsExactly(101L);
        assertThat(Publications.text(written.added().get(0).publication())).isEqualTo("stays");
        assertThat(written.removed()).isEmpty();
    }

    @Test
    void leavesAsItsSessionsHaveIt() {
        var shared = Publications.of("t", "shared");
        put("busy", "x");
        var parcel = parcels.put(shared, to("r"));
        parcels.put(shared, to("s"));
        store.written();
        store.yes();
        store.written();
        store.yes();

        parcels.settle(parcel, to("r"));
        parcels.settle(parcel, to("r"));
        var lessened = store.written();
        assertThat(lessened.added()).isEmpty();
        assertThat(lessened.lessened().get(0).addressees())
                .extracting(Addressee::sessionId)
                .containsExactly("s");
        store.yes();
        parcels.settle(parcel, to("s"));

        assertThat(store.written().removed()).containsExactly(101L);
    }

    @Test
    void whatWasSettledWhileItWasUnderWayIsRemoved() {
        var parcel = put("a", "r");
        parcels.settle(parcel, to("r"));
        assertThat(store.written().added()).hasSize(1);
        store.yes();

        assertThat(store.written().removed()).containsExactly(100L);
    }

    @Test
    void whatFailedIsTriedAgainWithAllThatCameAndNobodyWaitsForIt() {
        var first = put("a", "r");
        put("b", "s");
        var waiting = parcels.safe().toFuture();
        assertThat(store.written().added()).hasSize(1);

        store.no();

        await().until(waiting::isDone);
        put("c", "s");
        assertThat(parcels.safe().toFuture()).isDone();
        parcels.settle(first, to("r"));
        var again = store.written();
        assertThat(again.removed()).containsExactly(100L);
        assertThat(again.added()).extracting(SavedParcel::number).containsExactly(101L, 102L);
        store.yes();
        put("d", "s");
        assertThat(parcels.safe().toFuture()).isNotDone();
        assertThat(store.written().added()).extracting(SavedParcel::number).containsExactly(103L);
        store.yes();
    }

    @Test
    void nothingIsWrittenBeforeItIsKnownWhatWasKept() {
        var early = new Parcels(store, timers);
        early.put(Publications.of("t", "early"), to("r"));
        assertThat(early.safe().toFuture()).isDone();
        assertThat(store.writes).isEmpty();

        early.open(5);

        assertThat(store.written().added()).extracting(SavedParcel::number).containsExactly(5L);
    }

    @Test
    void whatIsMuchIsWrittenInPartsAndEachHearsOfItsOwn() {
        put("busy", "r");
        store.written();
        IntStream.range(0, 700).forEach(i -> parcels.put(of("small " + i), to("r")));
        var small = parcels.safe().toFuture();
        IntStream.range(0, 5).forEach(i -> parcels.put(of("x".repeat(1 << 20)), to("r")));
        var large = parcels.safe().toFuture();

        store.yes();
        assertThat(store.written().added()).hasSize(500);
        store.yes();
        assertThat(store.written().added()).hasSize(204);
        assertThat(small).isNotDone();
        store.yes();
        await().until(small::isDone);
        assertThat(store.written().added()).hasSize(1);
        assertThat(large).isNotDone();
        store.yes();

        await().until(large::isDone);
    }

    @Test
    void allWhoWaitForTheSameWaitByTheSame() {
        put("a", "r");
        var first = parcels.safe();

        assertThat(parcels.safe()).isSameAs(first);
        put("b", "r");
        assertThat(parcels.safe()).isNotSameAs(first);
    }

    @Test
    void nobodyWaitsForWhatIsSettledBeforeItIsWritten() {
        put("busy", "r");
        store.written();
        store.yes();
        await().until(() -> parcels.safe().toFuture().isDone());
        put("under way", "r");
        var gone = parcels.put(of("gone"), to("r"));
        var waiting = parcels.safe().toFuture();
        store.written();

        parcels.settle(gone, to("r"));
        store.yes();

        await().until(waiting::isDone);
        assertThat(store.writes).isEmpty();
    }

    @Test
    void isEncodedAndSentOnNoThreadOfWhoPutsIt() {
        put("a", "r");
        store.written();

        assertThat(store.threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void anotherLifeOfASessionIsAnotherAddressee() {
        put("busy", "r");
        var shared = Publications.of("t", "shared");
        var before = new Addressee("r", 1, 7, TERMS);
        var parcel = parcels.put(shared, before);

        parcels.settle(parcel, new Addressee("r", 2, 7, TERMS));

        assertThat(parcel.isEmpty()).isFalse();
        parcels.settle(parcel, before);
        assertThat(parcel.isEmpty()).isTrue();
    }

    @Test
    void aFlushWaitsForAllThatWorks() {
        put("a", "r");
        put("b", "r");
        var answering = CompletableFuture.runAsync(() -> IntStream.range(0, 2).forEach(i -> store.yes()));

        parcels.flush(30_000);

        answering.join();
        assertThat(store.writes).hasSize(2);
        assertThat(parcels.safe().toFuture()).isDone();
    }

    private Parcel put(String text, String session) {
        var parcel = parcels.put(of(text), to(session));
        parcels.safe();
        return parcel;
    }

    private static Addressee to(String session) {
        return new Addressee(session, 1, 1, TERMS);
    }

    private static Publication of(String text) {
        return Publications.of("t", text);
    }
}
