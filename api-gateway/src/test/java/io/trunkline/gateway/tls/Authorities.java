package io.trunkline.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority for tests, with clients and servers of its own, as files and as parts of Java's TLS. */
public final class Authorities {
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    private final Path directory;
    private final LocalAuthority authority;

    /** What one who shows a certificate needs. */
    public record Credentials(KeyManagerFactory keys) {}

    private Authorities(Path directory) {
        this.directory = directory;
        this.authority = new AuthorityFiles(directory).open(InstantSource.system());
    }

    public static Authorities in(Path directory) {
        return new Authorities(directory);
    }

    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    public Credentials client(String name) {
        try {
            return credentials(authority.end(CLIENT, List.of(name), LocalAuthority.keys()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes {@code server.pem} and {@code server-key.pem}. */
    public Path server(Path into, String name) {
        try {
            var made = authority.end(Extensions.SERVER, List.of(name), LocalAuthority.keys());
            var chain = new StringBuilder();
            for (var certificate : made.chain()) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Files.writeString(
                    into.resolve("server-key.pem"),
                    pem("PRIVATE KEY", made.key().getEncoded()));
            return Files.writeString(into.resolve("server.pem"), chain);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    private static Credentials credentials(Identity identity) throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "me", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            return new Credentials(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trusts the authority whose certificate this is, and nobody else. */
    public static TrustManagerFactory trusting(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param credentials null for none */
    public static SSLContext context(Path trusted, @Nullable Credentials credentials) {
        try {
            var context = SSLContext.getInstance("TLS");
            var keys =
                    credentials == null ? new KeyManager[0] : credentials.keys().getKeyManagers();
            context.init(keys, trusting(trusted).getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
