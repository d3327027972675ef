package io.trunkline.mqtt;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsyncMapping;

/** Waits for the server name a client asks for, and becomes the TLS handler with the certificate of that name; also where none is named. */
final class TlsGate extends SniHandler {
    /** A real one has some hundred bytes, with post-quantum key shares some thousand. */
    private static final int MAX_CLIENT_HELLO = 16 << 10;

    private final long handshakeMillis;

    TlsGate(AsyncMapping<String, SslContext> contexts, ArrivalLimits limits) {
        super(contexts, MAX_CLIENT_HELLO, limits.tlsHandshake().toMillis());
        handshakeMillis = limits.tlsHandshake().toMillis();
    }

    /** Nothing when the client went while its certificate was being made. */
    @Override
    protected void replaceHandler(ChannelHandlerContext gate, String host, SslContext context) throws Exception {
        if (!gate.isRemoved()) {
            super.replaceHandler(gate, host, context);
        }
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
        var made = super.newSslHandler(context, allocator);
        made.setHandshakeTimeoutMillis(handshakeMillis);
        return made;
    }
}
