package io.trunkline.mqtt;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a connection says of its client by itself.
 *
 * @param address by the word of a proxy, where one of ours stands before us
 * @param serverName the host it asked for in its TLS handshake; null for none
 * @param certificate what it has proved to have, and an authority of the listener has signed; null for none
 */
public record MqttPeer(
        InetSocketAddress address,
        @Nullable String serverName,
        @Nullable X509Certificate certificate) {

    static MqttPeer of(Channel channel) {
        var address = Origin.of(channel).address();
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return new MqttPeer(address, null, null);
        }
        var session = tls.engine().getSession();
        return new MqttPeer(address, serverName(session), certificate(session));
    }

    private static @Nullable String serverName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (var name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    private static @Nullable X509Certificate certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }
}
