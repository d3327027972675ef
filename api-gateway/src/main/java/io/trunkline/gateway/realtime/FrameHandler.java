package io.trunkline.gateway.realtime;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.trunkline.broker.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of an upgraded channel's pipeline: takes WebSocket frames off it and hands on the messages they make. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class FrameHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    private final RealtimeDoor door;
    private final Caller caller;
    private final Assembly assembly;
    private @Nullable RealtimeLine line;
    private @Nullable Turns turns;

    /** For a client whose handshake is done; its line is opened when the handler joins the pipeline. */
    FrameHandler(RealtimeDoor door, Caller caller) {
        this.door = door;
        this.caller = caller;
        this.assembly = new Assembly(caller.deflates());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        try {
            var opened = new RealtimeLine(door, context, caller);
            line = opened;
            turns = new Turns(context, opened);
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
        } else if (!assembly.understands(frame)) {
            turn(() -> open.broken(foreign()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            closed(open, close);
        } else if (frame instanceof PingWebSocketFrame ping) {
            open.outbox().send(new PongWebSocketFrame(ping.content().retain()));
        } else if (!(frame instanceof PongWebSocketFrame)) {
            data(open, frame);
        }
    }

    /** RFC 6455, section 5.2. */
    private static CorruptedWebSocketFrameException foreign() {
        return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, "no extension was agreed on");
    }

    /** Answered in its turn, which need not come: so it is a copy that nobody has to release. */
    private void closed(RealtimeLine open, CloseWebSocketFrame close) {
        var copy = new CloseWebSocketFrame(true, 0, Unpooled.wrappedBuffer(ByteBufUtil.getBytes(close.content())));
        turn(() -> open.outbox().answer(copy));
    }

    /** The peer has answered our close. */
    private static void ended(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            context.close();
        }
    }

    private void data(RealtimeLine open, WebSocketFrame frame) {
        try {
            var message = assembly.add(frame, open.maxFrame());
            if (message != null && turns != null) {
                turns.add(open.accept(message));
            }
        } catch (Refused no) {
            turn(() -> open.refuse(no));
        }
    }

    /** After all that the client has sent before. */
    private void turn(Runnable work) {
        if (line != null && turns != null) {
            turns.add(line.afterAll(work));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        var open = line;
        if (open != null && turns != null) {
            turns.clear();
            open.ended();
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var open = line;
        if (open != null && cause instanceof CorruptedWebSocketFrameException broken) {
            turn(() -> open.broken(broken));
        } else {
            LOG.debug("connection failed cause={}", cause.toString());
            context.close();
        }
    }
}
