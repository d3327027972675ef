package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Between WebSocket frames and the bytes of MQTT: packets and frames need not begin and end together (MQTT 5, section 6). */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails is the channel's end, and that is heard of
final class WebSocketBytes extends ChannelDuplexHandler {
    /** How long the close frame may wait for a peer that does not read. */
    static final long PATIENCE_MILLIS = 500;

    private boolean closing;
    private boolean ponging;
    private @Nullable ByteBuf lastPing;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            read(context, frame);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext context, WebSocketFrame frame) {
        if (!closing && (frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame)) {
            context.fireChannelRead(frame.content());
            return;
        }
        try {
            control(context, frame);
        } finally {
            frame.release();
        }
    }

    private void control(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame ping && !closing) {
            ping(context, ping.content());
        } else if (frame instanceof CloseWebSocketFrame) {
            end(context, WebSocketCloseStatus.NORMAL_CLOSURE, context.newPromise());
        } else if (frame instanceof TextWebSocketFrame) {
            end(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, context.newPromise());
        }
    }

    /** Until a pong is written, only the last of the pings that come meanwhile is to be answered (RFC 6455, section 5.5.3). */
    private void ping(ChannelHandlerContext context, ByteBuf content) {
        ReferenceCountUtil.release(lastPing);
        lastPing = content.retain();
        if (!ponging) {
            pong(context);
        }
    }

    private void pong(ChannelHandlerContext context) {
        var content = lastPing;
        lastPing = null;
        ponging = content != null;
        if (content != null) {
            context.writeAndFlush(new PongWebSocketFrame(content)).addListener(written -> pong(context));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (closing) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
        } else if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            context.write(new BinaryWebSocketFrame(bytes), promise);
        } else {
            context.write(message, promise);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        end(context, WebSocketCloseStatus.NORMAL_CLOSURE, promise);
    }

    /** The peer is told once, and not waited for where it does not read. */
    private void end(ChannelHandlerContext context, WebSocketCloseStatus status, ChannelPromise promise) {
        if (closing) {
            context.close(promise);
            return;
        }
        closing = true;
        var written = context.writeAndFlush(new CloseWebSocketFrame(status));
        written.addListener(told -> context.close(promise));
        if (!written.isDone()) {
            context.executor().schedule(() -> context.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
