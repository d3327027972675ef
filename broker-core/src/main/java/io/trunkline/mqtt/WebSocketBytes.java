package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
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

/** Between WebSocket frames and the bytes of MQTT: packets and frames need not begin and end together (MQTT 5, section 6). */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails is the channel's end, and that is heard of
final class WebSocketBytes extends ChannelDuplexHandler {
    private boolean closing;

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
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame) {
            end(context, WebSocketCloseStatus.NORMAL_CLOSURE, context.newPromise());
        } else if (frame instanceof TextWebSocketFrame) {
            end(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, context.newPromise());
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

    /** The peer is told once, and is not waited for. */
    private void end(ChannelHandlerContext context, WebSocketCloseStatus status, ChannelPromise promise) {
        if (closing) {
            context.close(promise);
            return;
        }
        closing = true;
        context.writeAndFlush(new CloseWebSocketFrame(status))
                .addListener((ChannelFutureListener) written -> context.close(promise));
    }
}
