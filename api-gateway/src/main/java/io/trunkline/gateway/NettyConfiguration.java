package io.trunkline.gateway;

import io.netty.handler.codec.http.HttpRequest;
import io.trunkline.gateway.address.AddressRanges;
import io.trunkline.gateway.address.Countries;
import io.trunkline.gateway.address.ProxyPeers;
import io.trunkline.gateway.address.TrustedProxies;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.server.ConnectionInfo;
import reactor.netty.http.server.ProxyProtocolSupportType;
import reactor.netty.http.server.logging.AccessLog;
import reactor.netty.http.server.logging.AccessLogArgProvider;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The gateway's event loops, as many as there are cores, shared by all its doors and clients, and what its HTTP server says of requests. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NettyConfiguration.HttpProperties.class)
class NettyConfiguration {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /**
     * @param accessLog whether each request is logged: method, path without query, status, time
     * @param trustedProxies addresses and CIDR ranges whose X-Forwarded-For is believed
     * @param countryHeader in which they tell the country a request comes from, as two letters of ISO 3166-1
     * @param proxyProtocol whether every connection begins with a PROXY protocol header, of version 1 or 2
     * @param proxyProtocolFrom addresses and CIDR ranges from where connections are taken then; from everywhere if there is none
     */
    @ConfigurationProperties("trunkline.http")
    record HttpProperties(
            @DefaultValue("false") boolean accessLog,
            @DefaultValue List<String> trustedProxies,
            @Nullable String countryHeader,
            @DefaultValue("false") boolean proxyProtocol,
            @DefaultValue List<String> proxyProtocolFrom) {}

    /** Resources of our own: the global ones have another number of loops and belong to everyone in the process. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(NettyConfiguration::loops);
        resources.setConnectionProviderSupplier(() -> ConnectionProvider.create("gateway", 100));
        resources.setShutdownQuietPeriod(Duration.ZERO);
        resources.setShutdownTimeout(STOP_WITHIN);
        return resources;
    }

    private static LoopResources loops() {
        return LoopResources.create("edge", Runtime.getRuntime().availableProcessors(), true);
    }

    /** The loops for doors that open ports of their own; they end with the factory. */
    @Bean(destroyMethod = "")
    LoopResources loopResources(ReactorResourceFactory reactorResourceFactory) {
        return reactorResourceFactory.getLoopResources();
    }

    @Bean
    NettyServerCustomizer accessLog(HttpProperties properties) {
        return server -> server.accessLog(properties.accessLog(), NettyConfiguration::line);
    }

    /** Callers' addresses, where proxies stand before us. */
    @Bean
    NettyServerCustomizer origins(HttpProperties properties) {
        var proxies = new TrustedProxies(AddressRanges.of(properties.trustedProxies()));
        var kind = properties.proxyProtocol() ? ProxyProtocolSupportType.ON : ProxyProtocolSupportType.OFF;
        return server -> properties.trustedProxies().isEmpty()
                ? server.proxyProtocol(kind)
                : server.proxyProtocol(kind).forwarded((connection, request) -> {
                    disarm(connection, request, proxies, properties.countryHeader());
                    return told(connection, request, proxies);
                });
    }

    /** Where there is no proxy of ours nobody is believed, so that the header is not even looked for. */
    @Bean
    Countries countries(HttpProperties properties) {
        var header = properties.countryHeader();
        var believed = header != null
                && !header.isBlank()
                && !properties.trustedProxies().isEmpty();
        return new Countries(believed ? header : null);
    }

    /** A stranger may say where it is, but is not heard. */
    private static void disarm(
            ConnectionInfo connection, HttpRequest request, TrustedProxies proxies, @Nullable String header) {
        var peer = connection.getRemoteAddress();
        if (header != null && (peer == null || !proxies.contain(peer.getAddress()))) {
            request.headers().remove(header);
        }
    }

    /** Whoever may write a PROXY protocol header may say to be anyone. */
    @Bean
    NettyServerCustomizer proxyPeers(HttpProperties properties) {
        var peers = new ProxyPeers(AddressRanges.of(properties.proxyProtocolFrom()));
        return server ->
                properties.proxyProtocol() && !properties.proxyProtocolFrom().isEmpty()
                        ? server.doOnChannelInit((observer, channel, remote) -> peers.install(channel))
                        : server;
    }

    private static ConnectionInfo told(ConnectionInfo connection, HttpRequest request, TrustedProxies proxies) {
        var peer = connection.getRemoteAddress();
        if (peer == null) {
            return connection;
        }
        var origin = proxies.origin(peer.getAddress(), request.headers().getAll("X-Forwarded-For"));
        return connection.withRemoteAddress(new InetSocketAddress(origin, peer.getPort()));
    }

    /** Queries are left out: they carry tokens. */
    private static AccessLog line(AccessLogArgProvider request) {
        var uri = String.valueOf(request.uri());
        var query = uri.indexOf('?');
        return AccessLog.create(
                "method={} path={} status={} octets={} millis={} from={}",
                request.method(),
                query < 0 ? uri : uri.substring(0, query),
                request.status(),
                request.contentLength(),
                request.duration(),
                request.connectionInformation() == null
                        ? ""
                        : request.connectionInformation().remoteAddress());
    }
}
