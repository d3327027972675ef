package io.trunkline.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The local authority on disk: its certificate for everyone, its key for this user alone; made when they are not there. */
record AuthorityFiles(Path directory) {
    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    Path certificate() {
        return directory.resolve("ca.pem");
    }

    private Path key() {
        return directory.resolve("ca-key.pem");
    }

    /** IllegalStateException if the files are there and cannot be read, or are not there and cannot be written. */
    LocalAuthority open(InstantSource clock) {
        try {
            var kept = Files.exists(certificate());
            return new LocalAuthority(kept ? read() : make(clock), clock);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the local authority in " + directory + " cannot be used (" + e
                            + "); without its files a new one is made",
                    e);
        }
    }

    private Identity read() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate())) {
            var authority =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new Identity(readKey(), List.of(authority));
        }
    }

    private PrivateKey readKey() throws IOException, GeneralSecurityException {
        var text = Files.readString(key()).replaceAll("-----(BEGIN|END) " + KEY + "-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
    }

    /** The key first: a certificate that is there has one. */
    private Identity make(InstantSource clock) throws IOException, GeneralSecurityException {
        var made = LocalAuthority.create(clock);
        Files.createDirectories(directory);
        write(key(), "rw-------", pem(KEY, made.key().getEncoded()));
        write(certificate(), "rw-r--r--", pem(CERTIFICATE, made.certificate().getEncoded()));
        return made;
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private static void write(Path file, String mode, String text) throws IOException {
        Files.deleteIfExists(file);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        try (var channel = Files.newByteChannel(file, options, owner)) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
        }
    }
}
