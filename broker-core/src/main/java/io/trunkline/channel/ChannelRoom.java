package io.trunkline.channel;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** The room in a channel's send buffer, for those who wait for it: there is some while no more than half of it is taken. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits on a loop that has ended
final class ChannelRoom {
    private static final long LOOK_AGAIN_MILLIS = 5;

    /** For a reader that has left no room for so long nobody waits any more. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Channel channel;
    private final LongSupplier ticker;
    private boolean full;
    private long fullSince;

    /** @param ticker monotonic nanoseconds */
    ChannelRoom(Channel channel, LongSupplier ticker) {
        this.channel = channel;
        this.ticker = ticker;
    }

    /** Completes on the event loop when there is room, when the patience is over, or when the channel is gone. */
    Mono<Void> awaited() {
        return Mono.create(sink -> {
            try {
                channel.eventLoop().execute(() -> look(sink));
            } catch (RejectedExecutionException ended) {
                sink.success();
            }
        });
    }

    private void look(MonoSink<Void> sink) {
        if (channel.isActive() && isFull()) {
            channel.eventLoop().schedule(() -> look(sink), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            sink.success();
        }
    }

    /** And is still worth to be waited for. */
    private boolean isFull() {
        var most = channel.config().getWriteBufferHighWaterMark();
        var now = ticker.getAsLong();
        if (channel.bytesBeforeUnwritable() >= most / 2) {
            full = false;
            return false;
        }
        if (!full) {
            full = true;
            fullSince = now;
        }
        return now - fullSince < PATIENCE_NANOS;
    }
}
