package io.trunkline.mqtt;

import io.netty.handler.ssl.SslContext;
import io.netty.util.AsyncMapping;
import java.net.InetAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a socket and its transport.
 *
 * @param contexts the TLS context for a server name, which is null where the client names none; null where there is no TLS
 * @param proxies whose PROXY protocol header is awaited before anything else; connections of others are refused. Null where no header is sent
 */
public record Approach(
        @Nullable AsyncMapping<String, SslContext> contexts,
        @Nullable Predicate<InetAddress> proxies) {
    public static final Approach DIRECT = new Approach(null, null);
}
