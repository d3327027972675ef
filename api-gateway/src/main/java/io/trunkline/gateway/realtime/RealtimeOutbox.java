package io.trunkline.gateway.realtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.channel.ChannelOutbox;
import io.trunkline.channel.LoopDelivery;
import java.util.concurrent.TimeUnit;

/** The way out to one WebSocket, and its end. All but {@link #close} happens on the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class RealtimeOutbox extends ChannelOutbox {
    private final RealtimeProperties settings;
    private final Watch watch;
    private long heardAt = System.nanoTime();
    private boolean pinged;
    private boolean closing;

    /** Is told what the outbox sees of its peer. */
    interface Watch {
        void lost(Delivery delivery);

        /** The peer does not keep up or is not there: the line has to end. */
        void gone(Reason reason);
    }

    RealtimeOutbox(ChannelHandlerContext context, LoopDelivery loop, RealtimeProperties settings, Watch watch) {
        super(context, loop);
        this.settings = settings;
        this.watch = watch;
    }

    @Override
    protected WireForm form(Delivery delivery) {
        return ServerFrames.BROADCAST;
    }

    /** Nothing follows a close frame. */
    @Override
    protected void append(Delivery delivery, ByteBuf to) {
        if (!closing) {
            super.append(delivery, to);
        }
    }

    @Override
    protected void slow(Delivery delivery) {
        if (!closing) {
            watch.lost(delivery);
            watch.gone(Reason.SLOW_READER);
        }
    }

    /** Writes a frame that is for this connection alone. */
    void send(byte[] frame) {
        write(Unpooled.wrappedBuffer(frame));
    }

    void send(WebSocketFrame frame) {
        write(frame);
    }

    /** Who asks without reading the answers is a slow reader like any other. */
    private void write(Object frame) {
        if (!closing && isReady()) {
            context().writeAndFlush(frame, context().voidPromise());
            return;
        }
        ReferenceCountUtil.release(frame);
        if (!closing && context().channel().isActive()) {
            watch.gone(Reason.SLOW_READER);
        }
    }

    void heard() {
        heardAt = System.nanoTime();
        pinged = false;
    }

    boolean isClosing() {
        return closing;
    }

    /** Pings a quiet peer, and ends one that was pinged and from which nothing came for too long. */
    @Override
    protected void sweep(long nanoTime) {
        var quiet = nanoTime - heardAt;
        if (closing) {
            return;
        }
        if (pinged && quiet > settings.idle().toNanos()) {
            watch.gone(Reason.IDLE);
        } else if (quiet > settings.idle().toNanos() / 3) {
            pinged = true;
            send(new PingWebSocketFrame());
        }
    }

    /** After what is queued for this connection already, a close frame; the socket goes when the peer has answered, or has not in time. */
    @Override
    public void close(Reason reason) {
        context().channel().eventLoop().execute(() -> end(reason));
    }

    private void end(Reason reason) {
        if (!closing && context().channel().isActive()) {
            var status = CloseStatus.of(reason);
            last(new CloseWebSocketFrame(status.code(), status.text()));
        }
    }

    /** The peer closes: it hears the same from us, then the socket goes. */
    void answer(CloseWebSocketFrame close) {
        last(close.retain()).addListener(done -> context().close());
    }

    private ChannelFuture last(CloseWebSocketFrame frame) {
        closing = true;
        var loop = context().channel().eventLoop();
        var overdue =
                loop.schedule(() -> context().close(), settings.closeWithin().toMillis(), TimeUnit.MILLISECONDS);
        context().channel().closeFuture().addListener(closed -> overdue.cancel(false));
        return context().writeAndFlush(frame);
    }
}
