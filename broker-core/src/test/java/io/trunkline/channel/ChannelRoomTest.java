package io.trunkline.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelRoomTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicLong now = new AtomicLong(-5);
    private final ChannelRoom room = new ChannelRoom(channel, now::get);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    ChannelRoomTest() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(500, 1_000));
    }

    private AtomicBoolean waiting() {
        var done = new AtomicBoolean();
        room.awaited().subscribe(none -> {}, fault -> {}, () -> done.set(true));
        pass(0);
        return done;
    }

    private void pass(long nanos) {
        now.addAndGet(nanos);
        channel.advanceTimeBy(Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(5)), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    /** Not flushed, as if the peer took nothing. */
    private void write(int bytes) {
        channel.write(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void thereIsRoomWhileHalfOfTheBufferIsFree() {
        assertThat(waiting()).isTrue();
        write(300);
        assertThat(waiting()).isTrue();
    }

    @Test
    void whoWaitsIsToldWhenThereIsRoomAgain() {
        write(800);
        var first = waiting();
        var second = waiting();
        assertThat(first).isFalse();
        pass(1);
        assertThat(first).isFalse();

        channel.flush();
        pass(1);

        assertThat(first).isTrue();
        assertThat(second).isTrue();
    }

    @Test
    void aReaderThatTakesNothingIsNotWaitedForForEver() {
        write(800);
        var first = waiting();
        pass(ChannelRoom.PATIENCE_NANOS - 1);
        assertThat(first).isFalse();
        pass(1);
        assertThat(first).isTrue();

        assertThat(waiting()).isTrue();
        channel.flush();
        assertThat(waiting()).isTrue();
        write(800);
        assertThat(waiting()).isFalse();
    }

    @Test
    void nobodyWaitsForAChannelThatIsGone() {
        write(800);
        assertThat(waiting()).isFalse();

        channel.close();

        assertThat(waiting()).isTrue();
    }
}
