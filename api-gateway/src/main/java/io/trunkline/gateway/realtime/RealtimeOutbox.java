package io.trunkline.gateway.realtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.LineState;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.channel.ChannelOutbox;
import io.trunkline.gateway.directory.ApplicationLimits;
import io.trunkline.gateway.line.Farewell;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The way out to one WebSocket, and its end. All but {@link #close} happens on the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class RealtimeOutbox extends ChannelOutbox {
    private final RealtimeProperties settings;
    private final Watch watch;
    private ApplicationLimits limits;
    private long heardAt = System.nanoTime();
    private boolean pinged;
    private boolean closing;

    /** Is told what the outbox sees of its peer. */
    interface Watch {
        void lost(Delivery delivery, Reason reason);

        /** Whether the application's clients hear text frames only. */
        boolean wantsText();

        /** Whether permessage-deflate was agreed on. */
        boolean deflates();

        /** Where the peer is. */
        String address();

        /** Some seconds have passed, or the application has changed. */
        void tick();

        /** The platform has ended a subscription. */
        void ended(Subscription subscription, Reason reason);

        /** The peer does not keep up or is not there: the line has to end. */
        void gone(Reason reason);
    }

    RealtimeOutbox(ChannelHandlerContext context, RealtimeDoor door, ApplicationLimits limits, Watch watch) {
        super(context, door.loops().on(context.channel().eventLoop()));
        this.settings = door.settings();
        this.watch = watch;
        this.limits = limits;
        bound();
    }

    private void bound() {
        var most = limits.sendBufferBytes();
        context().channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
    }

    @Override
    public LineState state() {
        return new LineState(watch.address(), null);
    }

    /** The bounds from now on. */
    void limits(ApplicationLimits next) {
        if (next.sendBufferBytes() != limits.sendBufferBytes()) {
            limits = next;
            bound();
        }
        limits = next;
    }

    @Override
    protected WireForm form(Delivery delivery) {
        var asText = delivery.publication().message().binary() && watch.wantsText();
        var form = asText ? BroadcastForm.TEXT : BroadcastForm.AS_ASKED;
        var agreed = watch.deflates() ? form.deflated() : form;
        return delivery.tellsPosition() ? agreed.positioned() : agreed;
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
            watch.lost(delivery, Reason.SLOW_READER);
            watch.gone(Reason.SLOW_READER);
        }
    }

    @Override
    protected void expired(Delivery delivery) {
        watch.lost(delivery, Reason.EXPIRED);
    }

    /** Writes a frame that is for this connection alone. */
    void send(byte[] frame) {
        write(Unpooled.wrappedBuffer(frame));
    }

    /** The same in its turn with the deliveries: after those that wait, before those that come. */
    void sendInTurn(byte[] frame, Runnable sent) {
        inTurn(() -> {
            drain();
            send(frame);
            sent.run();
        });
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
        if (closing) {
            return;
        }
        watch.tick();
        var quiet = nanoTime - heardAt;
        var idle = TimeUnit.SECONDS.toNanos(limits.idleSeconds());
        if (pinged && quiet > idle) {
            watch.gone(Reason.IDLE);
        } else if (quiet > idle / 3) {
            pinged = true;
            send(new PingWebSocketFrame());
        }
    }

    @Override
    public void changed() {
        context().channel().eventLoop().execute(watch::tick);
    }

    /** Who asked to be told of what goes wrong hears that a subscription is gone; others hear nothing, as from the vendor. */
    @Override
    public void ended(Subscription subscription, Reason reason) {
        context().channel().eventLoop().execute(() -> watch.ended(subscription, reason));
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
        last(close).addListener(done -> context().close());
    }

    /** Bytes have come that are no frame: nothing behind them can be told apart, be it the peer's answer to our close. */
    void broken(CorruptedWebSocketFrameException fault) {
        if (!closing) {
            var status = fault.closeStatus();
            var text = Objects.requireNonNullElse(fault.getMessage(), status.reasonText());
            last(new CloseWebSocketFrame(status, text))
                    .addListener(done -> context().close());
        }
    }

    private ChannelFuture last(CloseWebSocketFrame frame) {
        closing = true;
        Farewell.begin(context().channel(), settings.closeWithin().toMillis());
        return context().writeAndFlush(frame);
    }
}
