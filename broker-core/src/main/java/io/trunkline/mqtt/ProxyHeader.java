package io.trunkline.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** Stands behind the decoder of the PROXY protocol, versions 1 and 2, takes the header off the line, and goes. */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private final Consumer<InetSocketAddress> origin;

    /** @param origin hears where the connection comes from, once, before anything that follows the header is read */
    ProxyHeader(Consumer<InetSocketAddress> origin) {
        this.origin = origin;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            // what follows the header of one that was turned away
            ReferenceCountUtil.release(message);
            return;
        }
        try {
            origin.accept(source(header, (InetSocketAddress) context.channel().remoteAddress()));
        } finally {
            header.release();
        }
        if (context.channel().isOpen()) {
            context.pipeline().remove(this);
        }
    }

    /** The proxy's own address where it speaks for itself (LOCAL, a health check) or does not know (UNKNOWN). */
    private static InetSocketAddress source(HAProxyMessage header, InetSocketAddress proxy) {
        var octets = header.command() == HAProxyCommand.LOCAL || header.sourceAddress() == null
                ? null
                : NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
        try {
            return octets == null
                    ? proxy
                    : new InetSocketAddress(InetAddress.getByAddress(octets), header.sourcePort());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
