package io.trunkline.gateway.upgrade;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Stands behind the HTTP codec and tells {@link EarlyFrames} when a handshake is being answered and when it was refused. */
final class HandshakeWatch extends ChannelDuplexHandler {
    private final EarlyFrames early;
    private int unanswered;

    HandshakeWatch(EarlyFrames early) {
        this.early = early;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            unanswered++;
            if (isHandshake(request)) {
                early.hold();
            }
        }
        context.fireChannelRead(message);
    }

    private static boolean isHandshake(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever wrote holds the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message, promise);
        if (message instanceof HttpResponse response && isAnswer(response.status())) {
            unanswered--;
            if (unanswered == 0) {
                early.refused(context.channel());
            }
        }
    }

    /** Not a provisional one, nor the 101 behind which frames follow. */
    private static boolean isAnswer(HttpResponseStatus status) {
        return status.code() >= HttpResponseStatus.OK.code();
    }
}
