package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import java.util.List;

/** Looks whether a connection begins with a PROXY header at all, for the decoder of those would wait for its end; then makes way for that. */
final class ProxyDetection extends ByteToMessageDecoder {

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        switch (HAProxyMessageDecoder.detectProtocol(in).state()) {
            case NEEDS_MORE_DATA -> {}
            case INVALID -> throw new HAProxyProtocolException("no PROXY header");
            case DETECTED -> context.pipeline().replace(this, null, new HAProxyMessageDecoder(true));
        }
    }
}
