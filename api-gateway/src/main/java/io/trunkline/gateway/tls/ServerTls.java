package io.trunkline.gateway.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.AsyncMapping;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import reactor.core.scheduler.Scheduler;

/** What servers of this gateway need to speak TLS; certificates that are replaced are shown from the next handshake on. */
public final class ServerTls {
    private final TlsProperties settings;
    private final SslBundles bundles;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private @Nullable Certificates certificates;

    ServerTls(TlsProperties settings, SslBundles bundles, Scheduler scheduler, InstantSource clock) {
        this.settings = settings;
        this.bundles = bundles;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** The contexts of one listener, by the host a client asks for, which may be null. IllegalStateException or NoSuchSslBundleException if there are none. */
    public AsyncMapping<String, SslContext> contexts(ClientCertificates clients) {
        var trust = clients.trust();
        var made = new ServerContexts(certificates(), builder -> asking(builder, clients), scheduler);
        var watched = new ArrayList<>(settings.tls().bundles());
        if (trust != null) {
            bundles.getBundle(trust);
            watched.add(trust);
        }
        watched.forEach(bundle -> bundles.addBundleUpdateHandler(bundle, changed -> made.forget()));
        return made;
    }

    private SslContextBuilder asking(SslContextBuilder builder, ClientCertificates clients) {
        var trust = clients.trust();
        return trust == null
                ? builder
                : builder.clientAuth(clients.asked().auth())
                        .trustManager(bundles.getBundle(trust).getManagers().getTrustManagerFactory());
    }

    /** Made when the first listener asks: an installation without TLS has no authority. */
    private synchronized Certificates certificates() {
        var there = certificates;
        if (there == null) {
            there = settings.tls().bundles().isEmpty()
                    ? local()
                    : new BundledCertificates(bundles, settings.tls().bundles());
            certificates = there;
        }
        return there;
    }

    private Certificates local() {
        var authority = files(settings.dataDir()).open(clock);
        return new LocalCertificates(authority, settings.localNames(), settings.baseDomain());
    }

    private static AuthorityFiles files(Path dataDir) {
        return new AuthorityFiles(dataDir.resolve("tls"));
    }
}
