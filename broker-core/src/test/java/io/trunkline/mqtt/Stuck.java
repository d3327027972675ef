package io.trunkline.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/** Stands for a peer that reads nothing: what is written waits, until it is read or the channel is closed. */
final class Stuck extends ChannelOutboundHandlerAdapter {
    private final List<ChannelPromise> waiting = new ArrayList<>();
    private int written;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ReferenceCountUtil.release(message);
        written++;
        waiting.add(promise);
    }

    int written() {
        return written;
    }

    /** The peer reads all that it was sent so far. */
    void read() {
        var now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(promise -> promise.trySuccess());
    }
}
