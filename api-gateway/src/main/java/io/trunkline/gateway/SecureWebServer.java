package io.trunkline.gateway;

import io.netty.handler.ssl.SslContext;
import io.netty.util.AsyncMapping;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import io.trunkline.gateway.SecureWebConfiguration.Blueprint;
import io.trunkline.gateway.SecureWebConfiguration.HttpsProperties;
import io.trunkline.gateway.tls.ClientCertificates;
import io.trunkline.gateway.tls.ServerTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

/** A second HTTP server beside Spring's: the same paths, by TLS. */
final class SecureWebServer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SecureWebServer.class);

    private final Blueprint blueprint;
    private final HttpHandler handler;
    private final ServerTls tls;
    private final HttpsProperties settings;
    private @Nullable WebServer server;

    /** @param blueprint for servers like the first one, but for the port */
    SecureWebServer(Blueprint blueprint, HttpHandler handler, ServerTls tls, HttpsProperties settings) {
        this.blueprint = blueprint;
        this.handler = handler;
        this.tls = tls;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        var contexts = tls.contexts(ClientCertificates.NONE);
        var usual = made(contexts).syncUninterruptibly().getNow();
        var factory = blueprint.factory();
        factory.setPort(settings.port());
        factory.addServerCustomizers(http -> secure(http, usual, contexts));
        var started = factory.getWebServer(handler);
        started.start();
        server = started;
        LOG.info("event=https-listening port={}", started.getPort());
    }

    /** The certificate for clients that name no host. */
    private static Future<SslContext> made(AsyncMapping<String, SslContext> contexts) {
        return named(contexts, null);
    }

    @SuppressWarnings("NullAway") // a mapping is asked with null where a client names no host, by Netty too
    private static Future<SslContext> named(AsyncMapping<String, SslContext> contexts, @Nullable String host) {
        return contexts.map(host, ImmediateEventExecutor.INSTANCE.newPromise());
    }

    private static HttpServer secure(HttpServer http, SslContext usual, AsyncMapping<String, SslContext> contexts) {
        return http.secure(spec ->
                spec.sslContext(usual).setSniAsyncMappings((host, promise) -> provide(contexts, host, promise)));
    }

    private static Future<SslProvider> provide(
            AsyncMapping<String, SslContext> contexts, @Nullable String host, Promise<SslProvider> promise) {
        named(contexts, host).addListener((Future<SslContext> found) -> {
            if (found.isSuccess()) {
                promise.setSuccess(
                        SslProvider.builder().sslContext(found.getNow()).build());
            } else {
                promise.setFailure(found.cause());
            }
        });
        return promise;
    }

    /** The port it is bound to; 0 when it is not. */
    synchronized int port() {
        return server == null ? 0 : server.getPort();
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled();
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
    }
}
