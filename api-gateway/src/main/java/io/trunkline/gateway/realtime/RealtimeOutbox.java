package io.trunkline.gateway.realtime;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.channel.ChannelOutbox;
import io.trunkline.channel.LoopDelivery;
import java.util.concurrent.TimeUnit;

/** The way out to one WebSocket, and its end. All but {@link #close} happens on the event loop. */
final class RealtimeOutbox extends ChannelOutbox {
    private final RealtimeProperties settings;
    private final SlowReader slowReader;
    private long heardAt = System.nanoTime();
    private boolean closing;

    /** Told once the peer does not keep up. */
    @FunctionalInterface
    interface SlowReader {
        void cut(Delivery lost);
    }

    RealtimeOutbox(
            ChannelHandlerContext context, LoopDelivery loop, RealtimeProperties settings, SlowReader slowReader) {
        super(context, loop);
        this.settings = settings;
        this.slowReader = slowReader;
    }

    @Override
    protected WireForm form(Delivery delivery) {
        return ServerFrames.BROADCAST;
    }

    @Override
    protected void slow(Delivery delivery) {
        if (!closing) {
            slowReader.cut(delivery);
        }
    }

    /** Writes a frame that is for this connection alone. */
    void send(byte[] frame) {
        context().writeAndFlush(Unpooled.wrappedBuffer(frame), context().voidPromise());
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    boolean isClosing() {
        return closing;
    }

    /** Pings a quiet peer, and ends one from which nothing came for too long. */
    @Override
    protected void sweep(long nanoTime) {
        var quiet = nanoTime - heardAt;
        if (closing) {
            return;
        }
        if (quiet > settings.idle().toNanos()) {
            end(Reason.IDLE);
        } else if (quiet > settings.idle().toNanos() / 3) {
            context().writeAndFlush(new PingWebSocketFrame(), context().voidPromise());
        }
    }

    /** After what is queued for this connection already, a close frame; the socket goes when the peer has answered, or has not in time. */
    @Override
    public void close(Reason reason) {
        context().channel().eventLoop().execute(() -> end(reason));
    }

    private void end(Reason reason) {
        if (closing || !context().channel().isActive()) {
            return;
        }
        closing = true;
        var status = CloseStatus.of(reason);
        context()
                .writeAndFlush(
                        new CloseWebSocketFrame(status.code(), status.text()),
                        context().voidPromise());
        context()
                .executor()
                .schedule(() -> context().close(), settings.closeWithin().toMillis(), TimeUnit.MILLISECONDS);
    }
}
