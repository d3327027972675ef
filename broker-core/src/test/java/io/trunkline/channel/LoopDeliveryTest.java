package io.trunkline.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.trunkline.broker.routing.Offer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets on one event loop. */
class LoopDeliveryTest {
    private final LoopbackStage stage = new LoopbackStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void writesInTheOrderOfferedWithOneFlushForEachChannelAndBatch() {
        var one = stage.reader();
        var other = stage.reader();
        var texts = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();
        stage.whileTheLoopIsBusy(() -> texts.forEach(text -> {
            assertThat(one.offer(text)).isEqualTo(Offer.TAKEN);
            assertThat(other.offer(text)).isEqualTo(Offer.TAKEN);
        }));

        await().untilAsserted(() -> assertThat(one.received()).isEqualTo(texts));
        await().untilAsserted(() -> assertThat(other.received()).isEqualTo(texts));
        assertThat(one.flushes()).isEqualTo(1);
        assertThat(other.flushes()).isEqualTo(1);
    }

    @Test
    void aTaskRunsInItsTurnAndWhatItWritesLeavesWithTheRest() {
        var reader = stage.reader();
        stage.whileTheLoopIsBusy(() -> {
            reader.offer("1");
            reader.outbox().inTurn(() -> reader.write("2"));
            reader.offer("3");
        });

        await().untilAsserted(() -> assertThat(reader.received()).containsExactly("1", "2", "3"));
        assertThat(reader.flushes()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenOutOfTurnLeavesWithoutADelivery() {
        var reader = stage.reader();

        stage.onLoop(() -> {
            reader.write("1");
            reader.write("2");
        });

        await().untilAsserted(() -> assertThat(reader.received()).containsExactly("1", "2"));
        assertThat(reader.flushes()).isEqualTo(1);
    }

    @Test
    void aSlowReaderAloneIsToldAndTheOthersLoseNothing() {
        var slow = stage.reader();
        var quick = stage.reader();
        slow.stopReading();
        var big = "x".repeat(50_000);

        var texts = IntStream.range(0, 400).mapToObj(i -> "m" + i).toList();
        texts.forEach(text -> {
            slow.offer(big);
            quick.offer(text);
            stage.settle();
        });

        await().untilAsserted(() -> assertThat(quick.received()).isEqualTo(texts));
        assertThat(slow.toldSlow()).isPositive();
        assertThat(quick.toldSlow()).isZero();
        assertThat(slow.outbox().isReady()).isFalse();
        assertThat(slow.outbox().waitingBytes()).isPositive();
        assertThat(quick.outbox().isReady()).isTrue();
    }

    @Test
    void whatExpiresWhileItWaitsIsNotWrittenAndEndsNobody() {
        var reader = stage.reader();

        reader.offer("1");
        reader.offerExpired("2");
        reader.offer("3");

        await().untilAsserted(() -> assertThat(reader.received()).containsExactly("1", "3"));
        assertThat(reader.toldExpired()).isOne();
        assertThat(reader.toldSlow()).isZero();
    }

    @Test
    void asksPublishersToWaitWhenTheLoopIsBehindAndTellsThemWhenItHasCaughtUp() {
        var reader = stage.reader();
        var eased = new CountDownLatch(1);
        stage.whileTheLoopIsBusy(() -> {
            assertThat(IntStream.range(0, 65_536).mapToObj(i -> reader.offer("")))
                    .containsOnly(Offer.TAKEN);
            assertThat(reader.offer("")).isEqualTo(Offer.CONGESTED);
            reader.outbox().eased().subscribe(null, null, eased::countDown);
            assertThat(eased.getCount()).isEqualTo(1);
        });

        await().untilAsserted(() -> assertThat(eased.getCount()).isZero());
        stage.settle();
        assertThat(reader.offer("")).isEqualTo(Offer.TAKEN);
        assertThat(reader.outbox().eased().blockOptional(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void holdsABoundedNumber() {
        var reader = stage.reader();
        stage.whileTheLoopIsBusy(() -> {
            IntStream.range(0, 1 << 20).forEach(i -> reader.offer(""));
            assertThat(reader.offer("")).isEqualTo(Offer.DROPPED);
        });

        await().untilAsserted(
                        () -> assertThat(reader.offer("")).as("room again").isNotEqualTo(Offer.DROPPED));
    }

    /** The batch was kept but never drained, so the channel stayed silent and its buffer was never released. */
    @Test
    void aDeliveryThatFailsSpoilsNeitherItsBatchNorTheNext() {
        var reader = stage.reader();
        reader.failOn("bad");

        stage.whileTheLoopIsBusy(() -> List.of("bad", "1", "bad", "2").forEach(reader::offer));
        await().untilAsserted(() -> assertThat(reader.received()).containsExactly("1", "2"));
        stage.whileTheLoopIsBusy(() -> reader.offer("bad"));
        reader.offer("3");

        await().untilAsserted(() -> assertThat(reader.received()).containsExactly("1", "2", "3"));
        assertThat(stage.batches()).allMatch(buffer -> buffer.refCnt() == 0);
    }

    /** One delivery that found no direct memory stopped the deliveries of its whole loop for good. */
    @Test
    void wantOfMemoryForOneDeliveryDoesNotStopTheLoop() {
        var reader = stage.reader();
        reader.failOn("bad", new OutOfMemoryError("none left, says the test"));

        reader.offer("bad");
        reader.offer("1");

        await().untilAsserted(() -> assertThat(reader.received()).containsExactly("1"));
    }

    @Test
    void releasesWhatAClosedChannelDoesNotTake() {
        var reader = stage.reader();
        stage.whileTheLoopIsBusy(() -> {
            reader.offer("1");
            reader.closeOnceTaken();
        });
        stage.settle();

        assertThat(reader.offer("2")).isEqualTo(Offer.DROPPED);
        assertThat(stage.batches()).isNotEmpty().allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void aChannelThatClosesWhileDeliveriesWaitIsNotCalledSlow() {
        var reader = stage.reader();
        stage.whileTheLoopIsBusy(() -> {
            reader.offer("1");
            reader.close();
        });
        stage.settle();

        assertThat(reader.toldSlow()).isZero();
        assertThat(stage.batches()).extracting(ByteBuf::refCnt).containsOnly(0);
    }

    @Test
    void sweepsThoseWhoJoinedUntilTheyLeave() {
        var reader = stage.reader();
        reader.outbox().join();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(reader.sweeps()).isPositive());

        reader.outbox().leave();
        stage.settle();
        var before = reader.sweeps();

        await().pollDelay(Duration.ofMillis(5_500))
                .untilAsserted(() -> assertThat(reader.sweeps()).isEqualTo(before));
    }
}
