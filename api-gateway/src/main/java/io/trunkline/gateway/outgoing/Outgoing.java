package io.trunkline.gateway.outgoing;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.AttributeKey;
import io.trunkline.gateway.address.AddressRanges;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Makes the clients with which addresses of tenants' choice are called: HTTPS to public addresses only, or to what the operator has allowed; redirects are
 * answers like any other and not followed. A call that may not be made fails with {@link ForbiddenAddress}.
 */
public final class Outgoing implements SmartLifecycle {
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Part of what a pool is told apart by, so that each owner has its own. */
    private static final AttributeKey<String> OWNER = AttributeKey.valueOf(Outgoing.class, "owner");

    private final ConnectionProvider connections;
    private final AddressGuard open;
    private final AddressGuard closed;
    private final HttpClient http;
    private final SslContext security;
    private volatile boolean running;

    Outgoing(
            OutgoingProperties settings,
            LoopResources loops,
            AddressResolverGroup<InetSocketAddress> names,
            SslContext security) {
        this.security = security;
        var allowed = AddressRanges.of(settings.allowedPrivate());
        this.open = new AddressGuard(names, host -> allowed.contains(host) || PublicAddresses.contains(host));
        this.closed = new AddressGuard(names, allowed::contains);
        this.connections = ConnectionProvider.builder("outgoing")
                .maxConnections(settings.maxConnections())
                // bounded by those who call, one call each and in time
                .pendingAcquireMaxCount(-1)
                .maxIdleTime(IDLE)
                .evictInBackground(IDLE)
                .disposeInactivePoolsInBackground(IDLE, IDLE)
                .build();
        this.http = HttpClient.create(connections).runOn(loops).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                settings.connectWithin().toMillis());
    }

    /**
     * The clients for one purpose.
     *
     * @param answerWithin how long an answer may keep silent; who calls still has to bound the time of the whole
     * @param maxAnswer the longest body that is read into memory
     */
    public OwnedClients clients(Duration answerWithin, DataSize maxAnswer) {
        var patient = http.responseTimeout(answerWithin);
        var secure = patient.resolver(open).secure(tls -> tls.sslContext(security));
        var plain = patient.resolver(closed);
        var client = WebClient.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(Math.toIntExact(maxAnswer.toBytes())));
        return owner -> client.clone()
                .clientConnector(bySecurity(
                        new ReactorClientHttpConnector(secure.attr(OWNER, owner)),
                        new ReactorClientHttpConnector(plain.attr(OWNER, owner))))
                .build();
    }

    private static ClientHttpConnector bySecurity(ClientHttpConnector secure, ClientHttpConnector plain) {
        return (method, uri, callback) -> {
            if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                return Mono.error(forbidden(uri));
            }
            if ("https".equalsIgnoreCase(uri.getScheme())) {
                return secure.connect(method, uri, callback);
            }
            return "http".equalsIgnoreCase(uri.getScheme())
                    ? plain.connect(method, uri, callback)
                    : Mono.error(forbidden(uri));
        };
    }

    private static ForbiddenAddress forbidden(URI uri) {
        return new ForbiddenAddress(uri.getScheme() + " with such an authority is not called");
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        connections.dispose();
        open.close();
        closed.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Ends before the event loops, which are of phase 0, and after all that make calls. */
    @Override
    public int getPhase() {
        return 1;
    }
}
