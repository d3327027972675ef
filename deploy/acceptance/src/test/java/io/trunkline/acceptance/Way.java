package io.trunkline.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * How MQTT clients come in.
 *
 * @param scheme {@code tcp}, {@code ssl}, {@code ws} or {@code wss}
 * @param authority whom they trust, where there is TLS
 */
record Way(String scheme, int port, Path authority) {
    boolean isSecure() {
        return scheme.equals("ssl") || scheme.equals("wss");
    }

    boolean isWebSocket() {
        return scheme.startsWith("ws");
    }

    /** As Paho writes it. */
    String url() {
        return scheme + "://localhost:" + port + (isWebSocket() ? "/mqtt" : "");
    }

    /** Who trusts the authority and nobody else. */
    TrustManagerFactory trust() {
        try (var file = Files.newInputStream(authority)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLSocketFactory sockets() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
