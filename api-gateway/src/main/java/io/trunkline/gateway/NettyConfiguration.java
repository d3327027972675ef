package io.trunkline.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.server.logging.AccessLog;
import reactor.netty.http.server.logging.AccessLogArgProvider;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The gateway's event loops, as many as there are cores, shared by all its doors and clients, and what its HTTP server says of requests. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NettyConfiguration.HttpProperties.class)
class NettyConfiguration {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /** @param accessLog whether each request is logged: method, path without query, status, time */
    @ConfigurationProperties("trunkline.http")
    record HttpProperties(@DefaultValue("false") boolean accessLog) {}

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
