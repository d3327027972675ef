package io.trunkline.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one HTTP request of a WebSocket listener. Who asks for MQTT on one of its paths is upgraded, everybody else is refused and cut off. */
final class WebSocketHandshake extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** The path is not in the standards; these are what clients ask for by default. */
    private static final Set<String> PATHS = Set.of("/mqtt", "/", "/ws");

    /** The name of the HTTP codec, whose place the frames' takes. */
    static final String CODEC = "http";

    private static final String SPOKEN = "13";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ListenerMeter meter;
    private final int maxFrame;

    WebSocketHandshake(ListenerMeter meter, int maxFrame) {
        this.meter = meter;
        this.maxFrame = maxFrame;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails is the channel's end, and that is heard of
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        var status = status(request);
        if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            context.writeAndFlush(accepted(request));
            toFrames(context.pipeline());
        } else {
            refuse(context, status);
        }
    }

    /** Written from here, for behind this handler everything is MQTT; what has come behind the request is read as frames. */
    private void toFrames(ChannelPipeline pipeline) {
        var decoding = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxFrame)
                .allowExtensions(false)
                .build();
        pipeline.remove(HttpObjectAggregator.class);
        pipeline.remove(this);
        pipeline.addAfter(CODEC, null, new WebSocket13FrameEncoder(false));
        pipeline.replace(CODEC, null, new WebSocket13FrameDecoder(decoding));
    }

    private static FullHttpResponse accepted(FullHttpRequest request) {
        var answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        answer.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, proof(key(request)))
                .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SubProtocols.chosen(protocols(request)));
        return answer;
    }

    /** RFC 6455, section 4.2.2. */
    private static String proof(@Nullable String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException incomplete) {
            throw new IllegalStateException("every Java has SHA-1", incomplete);
        }
    }

    private static @Nullable String key(FullHttpRequest request) {
        return request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    private static List<String> protocols(FullHttpRequest request) {
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    }

    /** A query is nobody's business; any origin may come, for credentials are in the CONNECT packet. */
    private static HttpResponseStatus status(FullHttpRequest request) {
        if (!request.decoderResult().isSuccess() || !HttpMethod.GET.equals(request.method())) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        if (!PATHS.contains(request.uri().split("\\?", 2)[0])) {
            return HttpResponseStatus.NOT_FOUND;
        }
        if (!request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return HttpResponseStatus.UPGRADE_REQUIRED;
        }
        if (!SPOKEN.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return HttpResponseStatus.UPGRADE_REQUIRED;
        }
        return key(request) != null && SubProtocols.isOffered(protocols(request))
                ? HttpResponseStatus.SWITCHING_PROTOCOLS
                : HttpResponseStatus.BAD_REQUEST;
    }

    private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        meter.refused(Turned.WEBSOCKET.code());
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE).set(HttpHeaderNames.CONTENT_LENGTH, 0);
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }
}
