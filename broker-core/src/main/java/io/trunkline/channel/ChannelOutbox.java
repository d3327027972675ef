package io.trunkline.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Outbox;
import reactor.core.publisher.Mono;

/** The outbox of a connection that lives exactly as long as its channel, and whose readers all hear a publication in the same bytes. */
public abstract class ChannelOutbox extends ChannelExit implements Outbox {

    private final ChannelRoom room;

    /** An outbox whose frames, as bytes already framed, enter the pipeline at this context; the loop must be its channel's. */
    protected ChannelOutbox(ChannelHandlerContext context, LoopDelivery loop) {
        super(context, loop);
        room = new ChannelRoom(context.channel(), System::nanoTime);
    }

    /** The wire form in which this reader hears the delivery. */
    protected abstract WireForm form(Delivery delivery);

    @Override
    protected void append(Delivery delivery, ByteBuf to) {
        to.writeBytes(delivery.publication().encoded(form(delivery)));
    }

    @Override
    public boolean isReady() {
        return context().channel().isWritable();
    }

    /** Asked on the loop, and so after what waited in the loop's queue. */
    @Override
    public Mono<Void> room() {
        return room.awaited();
    }

    @Override
    public long waitingBytes() {
        var channel = context().channel();
        return Math.max(0, channel.config().getWriteBufferHighWaterMark() - channel.bytesBeforeUnwritable());
    }
}
