package io.trunkline.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The way out to one channel: deliveries go straight to its event loop's queue, and on the loop everything that waits for the channel is put into one buffer,
 * written and flushed once.
 */
public abstract class ChannelExit {
    private static final int FIRST_BATCH_BYTES = 256;

    /** A batch of this size is written before the next is begun, and the reader looked at anew. */
    private static final int FULL_BATCH_BYTES = 256 << 10;

    private static final InstantSource CLOCK = InstantSource.system();

    private final ChannelHandlerContext context;
    private final LoopDelivery loop;
    private @Nullable ByteBuf batch;

    /** An exit whose frames, as bytes already framed, enter the pipeline at this context; the loop must be its channel's. */
    protected ChannelExit(ChannelHandlerContext context, LoopDelivery loop) {
        this.context = context;
        this.loop = loop;
    }

    /** The channel does not take what is written: end the connection, or count the loss. On the event loop; the delivery is not written. */
    protected abstract void slow(Delivery delivery);

    /** The delivery has outlived its publication's expiry: count it. On the event loop; it is not written. */
    protected abstract void expired(Delivery delivery);

    /** Called every few seconds on the event loop while joined: pings and idle checks. */
    protected void sweep(long nanoTime) {}

    /** Appends one delivery's whole frame or packet, or nothing. On the event loop. */
    protected abstract void append(Delivery delivery, ByteBuf to);

    /** Whether the reader takes too little of what is written; by default, when more is unwritten than the channel's high write-buffer water mark. */
    protected boolean isSlow() {
        return !context.channel().isWritable();
    }

    /** Puts a delivery into the loop's queue, where the queue and the channel's life allow; see {@link Offer}. From any thread. */
    public Offer offer(Delivery delivery) {
        return context.channel().isActive() ? loop.enqueue(this, delivery) : Offer.DROPPED;
    }

    /** Completes when the loop's queue, after it was congested, has room again. */
    public Mono<Void> eased() {
        return loop.eased();
    }

    protected final ChannelHandlerContext context() {
        return context;
    }

    /** Takes part in the loop's sweep from now on. */
    public final void join() {
        loop.join(this);
    }

    /** Leaves the sweep; called when the channel is gone. */
    public final void leave() {
        loop.leave(this);
    }

    /** Runs a task on the event loop in its turn with the deliveries; it must not throw. From any thread. */
    public final void inTurn(Runnable task) {
        loop.inTurn(task);
    }

    /** Takes one delivery into the batch. On the event loop. */
    protected final void take(Delivery delivery) {
        if (delivery.publication().hasExpired(CLOCK)) {
            expired(delivery);
        } else if ((batch != null && !isFull()) || !isSlow()) {
            appendWhole(delivery, batch());
        } else if (context.channel().isActive()) {
            slow(delivery);
        }
    }

    private boolean isFull() {
        return batch != null && batch.readableBytes() >= FULL_BATCH_BYTES;
    }

    /** Where a packet goes, whole, that is to leave with the batch; begun if there is none. On the event loop. */
    protected final ByteBuf batch() {
        if (isFull()) {
            drain();
        }
        var begun = batch;
        if (begun == null) {
            begun = context.alloc().directBuffer(FIRST_BATCH_BYTES);
            batch = begun;
            loop.begun(this);
        }
        return begun;
    }

    /** Half a frame would spoil all that follow on the channel. */
    private void appendWhole(Delivery delivery, ByteBuf to) {
        var before = to.writerIndex();
        var done = false;
        try {
            append(delivery, to);
            done = true;
        } finally {
            if (!done) {
                to.writerIndex(before);
            }
        }
    }

    /** Writes and flushes the batch, if there is one; a write that fails is told to the pipeline. On the event loop. */
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise fires exceptionCaught
    public final void drain() {
        var written = batch;
        batch = null;
        if (written == null) {
            return;
        }
        if (written.isReadable()) {
            context.writeAndFlush(written, context.voidPromise());
        } else {
            written.release();
        }
    }
}
