package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes of one line, as MQTT, and the packets among them. What is written is a packet, unless several were put together, which whoever does so says
 * before. Counted on the channel's loop, read anywhere.
 */
final class Traffic extends ChannelDuplexHandler {
    private final ListenerMeter meter;
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private int together;

    Traffic(ListenerMeter meter) {
        this.meter = meter;
    }

    long bytesIn() {
        return bytesIn.get();
    }

    long bytesOut() {
        return bytesOut.get();
    }

    /** One more packet in the next buffer that is written. */
    void packed() {
        together++;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            add(bytesIn, bytes.readableBytes());
            meter.read(bytes.readableBytes());
        }
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever wrote holds the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            add(bytesOut, bytes.readableBytes());
            meter.written(Math.max(1, together), bytes.readableBytes());
            together = 0;
        }
        context.write(message, promise);
    }

    /** There is one writer. */
    private static void add(AtomicLong sum, int more) {
        sum.lazySet(sum.getPlain() + more);
    }
}
