package io.trunkline.gateway.realtime;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.identity.Login;
import java.util.ArrayDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an upgraded channel's pipeline: takes WebSocket frames off it, one client frame at a time. While one waits for its Receipt the next are held and
 * the socket is not read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class FrameHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    private final Function<ChannelHandlerContext, RealtimeLine> opening;
    private final ArrayDeque<byte[]> held = new ArrayDeque<>(0);
    private @Nullable RealtimeLine line;
    private @Nullable Fragments fragments;
    private boolean busy;
    private boolean working;

    /** For a client whose handshake is done; its line is opened when the handler joins the pipeline. */
    FrameHandler(RealtimeDoor door, Login client, String remoteAddress) {
        this.opening = context -> new RealtimeLine(door, context, client, remoteAddress);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        try {
            line = opening.apply(context);
        } catch (Refused no) {
            var status = CloseStatus.of(no.reason());
            context.writeAndFlush(new CloseWebSocketFrame(status.code(), status.text()))
                    .addListener(done -> context.close());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            var open = line;
            if (open != null && message instanceof WebSocketFrame frame) {
                open.outbox().heard();
                read(context, open, frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext context, RealtimeLine open, WebSocketFrame frame) {
        if (open.outbox().isClosing()) {
            ended(context, frame);
        } else if (frame.rsv() != 0) {
            open.refuse(Fields.malformed("no extension was agreed on"));
        } else if (frame instanceof CloseWebSocketFrame close) {
            open.outbox().answer(close);
        } else if (frame instanceof PingWebSocketFrame ping) {
            open.outbox().send(new PongWebSocketFrame(ping.content().retain()));
        } else if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
            text(context, open, frame);
        } else if (!(frame instanceof PongWebSocketFrame)) {
            open.refuse(Fields.malformed("client frames are text"));
        }
    }

    /** The peer has answered our close. */
    private static void ended(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            context.close();
        }
    }

    private void text(ChannelHandlerContext context, RealtimeLine open, WebSocketFrame frame) {
        try {
            var whole = whole(open, frame);
            if (whole != null) {
                held.add(whole);
                work(context, open);
            }
        } catch (Refused no) {
            open.refuse(no);
        }
    }

    private byte @Nullable [] whole(RealtimeLine open, WebSocketFrame frame) {
        var begun = fragments;
        if (begun == null && frame.isFinalFragment()) {
            return ByteBufUtil.getBytes(frame.content());
        }
        var all = begun == null ? new Fragments() : begun;
        all.add(frame.content(), open.maxFrame());
        fragments = frame.isFinalFragment() ? null : all;
        return frame.isFinalFragment() ? all.whole() : null;
    }

    /** Acts on what is held until there is nothing, or until one waits; a loop, for thousands may be held. */
    private void work(ChannelHandlerContext context, RealtimeLine open) {
        if (working) {
            return;
        }
        working = true;
        while (!busy && !held.isEmpty()) {
            var next = held.remove();
            if (!open.outbox().isClosing()) {
                busy = true;
                open.accept(next)
                        .subscribe(nothing -> {}, error -> exceptionCaught(context, error), () -> done(context, open));
            }
        }
        working = false;
        if (context.channel().config().isAutoRead() == busy) {
            context.channel().config().setAutoRead(!busy);
        }
    }

    private void done(ChannelHandlerContext context, RealtimeLine open) {
        if (context.executor().inEventLoop()) {
            busy = false;
            work(context, open);
        } else {
            context.executor().execute(() -> done(context, open));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        var open = line;
        if (open != null) {
            held.clear();
            open.ended();
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection failed cause={}", cause.toString());
        context.close();
    }
}
