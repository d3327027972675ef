package io.trunkline.gateway.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.AsyncMapping;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** The TLS contexts of one listener, by the host that clients ask for: made on demand, off the event loops, and kept; as many as the operator has certificates. */
final class ServerContexts implements AsyncMapping<String, SslContext> {
    private static final int SESSIONS = 10_000;

    private final Certificates certificates;
    private final UnaryOperator<SslContextBuilder> clients;
    private final Scheduler scheduler;
    private final Map<String, SslContext> kept = new HashMap<>();
    private int forgotten;

    /** @param clients adds what is asked of clients */
    ServerContexts(Certificates certificates, UnaryOperator<SslContextBuilder> clients, Scheduler scheduler) {
        this.certificates = certificates;
        this.clients = clients;
        this.scheduler = scheduler;
    }

    @Override
    public Future<SslContext> map(@Nullable String host, Promise<SslContext> promise) {
        var key = certificates.key(host);
        var there = find(key);
        if (there != null) {
            return promise.setSuccess(there);
        }
        try {
            scheduler.schedule(() -> make(key, promise));
        } catch (RejectedExecutionException busy) {
            promise.setFailure(busy);
        }
        return promise;
    }

    private synchronized @Nullable SslContext find(String key) {
        return kept.get(key);
    }

    private void make(String key, Promise<SslContext> promise) {
        try {
            var there = find(key);
            promise.trySuccess(there == null ? make(key) : there);
        } catch (GeneralSecurityException | SSLException | RuntimeException e) {
            promise.tryFailure(e);
        }
    }

    private SslContext make(String key) throws GeneralSecurityException, SSLException {
        var before = forgotten();
        var builder = certificates.server(key).sslProvider(SslProvider.JDK).sessionCacheSize(SESSIONS);
        var made = clients.apply(builder).build();
        keep(key, made, before);
        return made;
    }

    /** What was made of certificates that have been replaced since is not kept. */
    private synchronized void keep(String key, SslContext made, int before) {
        if (forgotten == before) {
            kept.put(key, made);
        }
    }

    private synchronized int forgotten() {
        return forgotten;
    }

    /** Handshakes from now on see the certificates as they are now. */
    synchronized void forget() {
        forgotten++;
        kept.clear();
    }
}
