package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.tls.Authorities;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of the operator's own, and clients who let their TLS handshake hang. */
class BundlesIT {
    @TempDir
    private static Path directory;

    @TempDir
    private static Path files;

    private static RunningGateway gateway;
    private static Authorities authority;

    @BeforeAll
    static void start() throws IOException {
        authority = Authorities.in(files.resolve("authority"));
        gateway = RunningGateway.start(
                directory,
                List.of(Directories.application("a".repeat(32))),
                "trunkline.tls.bundles=first,second",
                "trunkline.mqtt.arrivals.tls-handshake=1s",
                certificate("first", "a.example"),
                key("first"),
                "spring.ssl.bundle.pem.first.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=100ms",
                certificate("second", "*.b.example"),
                key("second"));
    }

    private static String certificate(String bundle, String host) throws IOException {
        var folder = Files.createDirectories(files.resolve(bundle));
        return "spring.ssl.bundle.pem." + bundle + ".keystore.certificate=file:" + authority.server(folder, host);
    }

    private static String key(String bundle) {
        return "spring.ssl.bundle.pem." + bundle + ".keystore.private-key=file:"
                + files.resolve(bundle).resolve("server-key.pem");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static X509Certificate shown(int port, @Nullable String host) throws IOException {
        var context = Authorities.context(authority.certificate(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            var parameters = socket.getSSLParameters();
            if (host != null) {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static int mqtts() {
        return gateway.bean(MqttListening.class).port("tls");
    }

    @ParameterizedTest
    @CsvSource({"a.example, a.example", "X.b.example, *.b.example", "y.x.b.example, a.example", ", a.example"})
    void theBundleThatNamesTheHostIsShown(@Nullable String host, String name) throws Exception {
        for (var port : List.of(mqtts(), gateway.securePort())) {
            assertThat(shown(port, host).getSubjectX500Principal().getName()).isEqualTo("CN=" + name);
        }
    }

    @Test
    void aBundleThatIsReplacedIsShownWithoutARestart() throws Exception {
        var before = serial();

        authority.server(files.resolve("first"), "a.example");

        await().ignoreExceptions().until(() -> !serial().equals(before));
    }

    private static BigInteger serial() throws IOException {
        return shown(mqtts(), "a.example").getSerialNumber();
    }

    @Test
    void noAuthorityIsMadeWhereNoneIsNeeded() {
        assertThat(directory.resolve("tls")).doesNotExist();
    }

    @Test
    void aHandshakeThatHangsIsCutOff() throws Exception {
        try (var silent = Wire.to(mqtts())) {
            assertThat(silent.isEnded()).isTrue();
        }
        await().until(() -> gateway.bean(MeterRegistry.class)
                        .get("trunkline.mqtt.refused")
                        .tag("listener", "tls")
                        .tag("reason", "tls")
                        .counter()
                        .count()
                >= 1);
    }
}
