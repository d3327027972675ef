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
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.ArrayDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an upgraded channel's pipeline: takes WebSocket frames off it, one client frame at a time. While one waits for its Receipt the next are held and
 * the socket is not read.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    private final Function<ChannelHandlerContext, RealtimeLine> opening;
    private final ArrayDeque<byte[]> held = new ArrayDeque<>(0);
    private @Nullable RealtimeLine line;
    private boolean busy;

    /** @param opening makes the line when the handler joins the pipeline */
    FrameHandler(RealtimeDoor door, Principal client, String remoteAddress) {
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
        if (frame instanceof CloseWebSocketFrame close) {
            answerClose(context, open, close);
        } else if (frame instanceof PingWebSocketFrame ping) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()), context.voidPromise());
        } else if (frame instanceof TextWebSocketFrame text) {
            take(context, open, ByteBufUtil.getBytes(text.content()));
        } else if (!(frame instanceof PongWebSocketFrame) && !(frame instanceof ContinuationWebSocketFrame)) {
            open.outbox().close(Reason.MALFORMED);
        }
    }

    private void take(ChannelHandlerContext context, RealtimeLine open, byte[] text) {
        if (open.outbox().isClosing()) {
            return;
        }
        if (busy) {
            held.add(text);
            return;
        }
        act(context, open, text);
    }

    private void act(ChannelHandlerContext context, RealtimeLine open, byte[] text) {
        busy = true;
        open.accept(text).subscribe(nothing -> {}, this::fault, () -> done(context, open));
        if (busy) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void done(ChannelHandlerContext context, RealtimeLine open) {
        if (!context.executor().inEventLoop()) {
            context.executor().execute(() -> done(context, open));
            return;
        }
        busy = false;
        if (context.channel().config().isAutoRead()) {
            return;
        }
        resume(context, open);
    }

    private void resume(ChannelHandlerContext context, RealtimeLine open) {
        while (!busy && !held.isEmpty()) {
            take(context, open, held.remove());
        }
        if (!busy) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void fault(Throwable error) {
        LOG.error("frame failed", error);
    }

    private static void answerClose(ChannelHandlerContext context, RealtimeLine open, CloseWebSocketFrame close) {
        if (open.outbox().isClosing()) {
            context.close();
        } else {
            context.writeAndFlush(close.retain()).addListener(done -> context.close());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        var open = line;
        if (open != null) {
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
