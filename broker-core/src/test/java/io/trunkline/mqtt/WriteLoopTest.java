package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** When the next write begins, and when it is no longer waited for. */
class WriteLoopTest {
    private static final long AN_HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final Pile pile = new Pile();
    private final WriteLoop loop = new WriteLoop("pile-not-written", pile, time.eventLoop());

    /** Takes one at a time, and is answered when the test says so. */
    private static final class Pile implements WriteLoop.Work {
        private int left = 1;
        private int tries;
        private int told;
        private Sinks.Empty<Void> answer = Sinks.empty();

        @Override
        public int size() {
            return left;
        }

        @Override
        public Mono<Void> take() {
            tries++;
            answer = Sinks.empty();
            return answer.asMono();
        }

        @Override
        public Runnable written() {
            left--;
            return this::tell;
        }

        @Override
        public Runnable failed() {
            return this::tell;
        }

        private void tell() {
            assertThat(Thread.holdsLock(this)).isFalse();
            told++;
        }

        void yes() {
            answer.tryEmitEmpty();
        }

        void no() {
            answer.tryEmitError(new IllegalStateException("away"));
        }
    }

    @BeforeEach
    void freeze() {
        time.freezeTime();
    }

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void nothingIsWrittenBeforeItIsOpen() {
        loop.next();
        assertThat(pile.tries).isZero();
        assertThat(loop.works()).isFalse();

        loop.open();

        assertThat(pile.tries).isEqualTo(1);
        assertThat(loop.works()).isTrue();
    }

    @Test
    void oneWriteIsUnderWayAtATime() {
        pile.left = 2;
        loop.open();
        loop.next();
        assertThat(pile.tries).isEqualTo(1);

        pile.yes();
        loop.next();

        assertThat(pile.tries).isEqualTo(2);
        pile.yes();
        loop.next();
        assertThat(pile.tries).isEqualTo(2);
    }

    @Test
    void thePauseGrowsToTenSecondsAndBeginsAnewWhenAWriteWasDone() {
        pile.left = 2;
        loop.open();

        LongStream.of(250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000).forEach(this::failsAndIsTriedAgainAfter);

        pile.yes();
        assertThat(loop.works()).isTrue();
        loop.next();
        failsAndIsTriedAgainAfter(250);
    }

    private void failsAndIsTriedAgainAfter(long millis) {
        var before = pile.tries;
        pile.no();
        assertThat(loop.works()).isFalse();
        loop.next();
        pass(millis - 1);
        assertThat(pile.tries).isEqualTo(before);

        pass(1);

        assertThat(pile.tries).isEqualTo(before + 1);
    }

    @Test
    void whoWaitedIsToldWithoutTheLock() {
        pile.left = 2;
        loop.open();

        pile.no();
        assertThat(pile.told).isEqualTo(1);
        pass(250);
        pile.yes();

        assertThat(pile.told).isEqualTo(2);
    }

    @Test
    void aFlushWritesWhatNobodyHasBegunWithAndEndsWhenThatFails() throws InterruptedException {
        pile.left = 0;
        loop.open();
        pile.left = 1;
        var flush = new Thread(() -> loop.flush(AN_HOUR_MILLIS));
        flush.start();
        await().until(() -> flush.getState() == Thread.State.TIMED_WAITING);

        pile.no();

        flush.join();
        assertThat(pile.tries).isEqualTo(1);
    }

    @Test
    void aFlushDoesNotWaitWhileWritingFails() {
        loop.open();
        pile.no();

        loop.flush(AN_HOUR_MILLIS);

        assertThat(pile.left).isEqualTo(1);
    }

    @Test
    void aFlushDoesNotWaitBeforeItIsOpen() {
        loop.flush(AN_HOUR_MILLIS);

        assertThat(pile.tries).isZero();
    }

    private void pass(long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
    }
}
