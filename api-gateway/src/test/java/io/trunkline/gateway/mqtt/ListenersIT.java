package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import io.trunkline.gateway.tls.Authorities;
import io.trunkline.gateway.tls.Authorities.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before MQTT: TLS, certificates, and proxies. */
class ListenersIT {
    private static final String A = "a".repeat(32);
    private static final String NEAR = "e".repeat(32);
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int BAD_CREDENTIALS = 0x86;

    @TempDir
    private static Path directory;

    @TempDir
    private static Path devices;

    private static RunningGateway gateway;
    private static Authorities authority;

    @BeforeAll
    static void start() {
        authority = Authorities.in(devices);
        gateway = RunningGateway.start(
                directory,
                List.of(
                        Directories.application(A),
                        Directories.application(NEAR, List.of("203.0.113.0/24", "2001:db8::/32"), null)),
                "spring.ssl.bundle.pem.devices.truststore.certificate=file:" + authority.certificate(),
                "trunkline.mqtt.listeners.want.transport=tls",
                "trunkline.mqtt.listeners.want.port=0",
                "trunkline.mqtt.listeners.want.certificates.asked=want",
                "trunkline.mqtt.listeners.want.certificates.trust=devices",
                "trunkline.mqtt.listeners.want.certificates.application=" + A,
                "trunkline.mqtt.listeners.need.transport=tls",
                "trunkline.mqtt.listeners.need.port=0",
                "trunkline.mqtt.listeners.need.certificates.asked=need",
                "trunkline.mqtt.listeners.need.certificates.trust=devices",
                "trunkline.mqtt.listeners.behind.port=0",
                "trunkline.mqtt.listeners.behind.proxy-protocol=true",
                "trunkline.mqtt.listeners.behind.trusted-proxies=127.0.0.0/8",
                "trunkline.mqtt.listeners.behind.anonymous-application=" + NEAR,
                "trunkline.mqtt.listeners.strange.port=0",
                "trunkline.mqtt.listeners.strange.proxy-protocol=true",
                "trunkline.mqtt.listeners.strange.trusted-proxies=10.0.0.0/8");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static int port(String listener) {
        return gateway.bean(MqttListening.class).port(listener);
    }

    private static String token(String application) {
        return Tokens.hs256(
                Directories.clientSecret(application),
                Map.of("sub", "ann", "permissions", List.of(Permissions.PUBLISH + "*")));
    }

    /** A TLS connection that trusts the gateway's own authority alone, and checks the name. */
    private static SSLSocket tls(String listener, @Nullable String host, @Nullable Credentials credentials)
            throws IOException {
        var context = Authorities.context(directory.resolve("tls/ca.pem"), credentials);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port(listener));
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(host == null ? "HTTPS" : "");
        if (host != null) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "tls8443"})
    void theLocalAuthorityVouchesForTheServer(String listener) throws Exception {
        try (var client = new Wire(tls(listener, null, null))) {
            client.send(Wire.hello("a-" + listener, A, token(A)));

            assertThat(client.connack()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "broker.space.cloudflarepubsub.com, broker.space.cloudflarepubsub.com",
        "other.space.cloudflarepubsub.com, other.space.cloudflarepubsub.com",
        "elsewhere.example, localhost"
    })
    void theCertificateIsThatOfTheHostThatIsAskedFor(String asked, String shown) throws Exception {
        try (var socket = tls("tls", asked, null)) {
            socket.startHandshake();

            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(certificate.getSubjectAlternativeNames()).contains(List.of(2, shown));
        }
    }

    @Test
    void aCertificateOfADeviceIsItsLogin() throws Exception {
        try (var client = new Wire(tls("want", null, authority.client("sensor-7")))) {
            client.send(Wire.hello("device", null, null));

            assertThat(client.connack()).isZero();
            assertThat(gateway.bean(LocalBroker.class).connections().of(new ApplicationId(A)))
                    .anyMatch(line -> line.principal().subject().equals("sensor-7"));
        }
    }

    @Test
    void whereACertificateIsWantedATokenWillDo() throws Exception {
        try (var client = new Wire(tls("want", null, null))) {
            client.send(Wire.hello("b", A, token(A)));

            assertThat(client.connack()).isZero();
        }
    }

    @Test
    void whereACertificateIsWantedNobodyComesWithNeither() throws Exception {
        try (var client = new Wire(tls("want", null, null))) {
            client.send(Wire.hello("c", null, null));

            assertThat(client.connack()).isEqualTo(BAD_CREDENTIALS);
        }
    }

    @Test
    void aNeededCertificateThatOpensNoApplicationIsAskedForBesidesTheToken() throws Exception {
        try (var both = new Wire(tls("need", null, authority.client("sensor-8")));
                var certificateOnly = new Wire(tls("need", null, authority.client("sensor-9")))) {
            both.send(Wire.hello("d", A, token(A)));
            certificateOnly.send(Wire.hello("e", null, null));

            assertThat(both.connack()).isZero();
            assertThat(certificateOnly.connack()).isEqualTo(BAD_CREDENTIALS);
        }
    }

    @Test
    void withoutANeededCertificateThereIsNoConnection() throws Exception {
        try (var client = new Wire(tls("need", null, null))) {
            assertThat(isRefused(client, "f")).isTrue();
        }
    }

    @Test
    void aCertificateOfAStrangeAuthorityIsNone(@TempDir Path elsewhere) throws Exception {
        var stranger = Authorities.in(elsewhere).client("sensor-7");
        try (var client = new Wire(tls("need", null, stranger))) {
            assertThat(isRefused(client, "g")).isTrue();
        }
    }

    /** By TLS 1.3 a client hears of it behind its own part of the handshake. */
    private static boolean isRefused(Wire client, String id) throws IOException {
        try {
            return client.send(Wire.hello(id, A, token(A))).connack() < 0;
        } catch (SSLException | SocketException refused) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 203.0.113.7 127.0.0.1 4000 1883, 0",
        "PROXY TCP6 2001:db8::7 ::1 4000 1883, 0",
        "PROXY TCP4 198.51.100.7 127.0.0.1 4000 1883, 0x87",
        "PROXY UNKNOWN, 0x87"
    })
    void byTheWordOfAProxyTheClientsAddressCounts(String header, String code) throws Exception {
        try (var client = Wire.to(port("behind"))) {
            client.send((header + "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.send(Wire.hello("h", null, null));

            assertThat(client.connack()).isEqualTo(Integer.decode(code));
        }
    }

    @Test
    void tokensAreBoundByTheProxiedAddressToo() throws Exception {
        try (var near = Wire.to(port("behind"));
                var far = Wire.to(port("behind"))) {
            near.send(together(version2(203, 0, 113, 9), Wire.hello("i", NEAR, token(NEAR))));
            far.send(together(version2(198, 51, 100, 9), Wire.hello("j", NEAR, token(NEAR))));

            assertThat(near.connack()).isZero();
            assertThat(far.connack()).isEqualTo(NOT_AUTHORIZED);
            assertThat(gateway.bean(LocalBroker.class).connections().of(new ApplicationId(NEAR)))
                    .anyMatch(line -> "203.0.113.9".equals(line.state().address()));
        }
    }

    /** PROXY protocol, version 2: TCP over IPv4. */
    private static byte[] version2(int... source) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A});
        out.writeBytes(new byte[] {0x21, 0x11, 0, 12});
        for (var octet : source) {
            out.write(octet);
        }
        out.writeBytes(new byte[] {127, 0, 0, 1, 0x0F, (byte) 0xA0, 0x07, 0x5B});
        return out.toByteArray();
    }

    private static byte[] together(byte[] first, byte[] second) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    @Test
    void withoutTheHeaderNobodyIsLetIn() throws Exception {
        try (var client = Wire.to(port("behind"))) {
            client.send(Wire.hello("k", null, null));

            assertThat(client.isEnded()).isTrue();
        }
        await().until(() -> refused("behind", "proxy") >= 1);
    }

    @Test
    void aHeaderOfWhoIsNoProxyOfOursIsNotEvenRead() throws Exception {
        try (var client = Wire.to(port("strange"))) {
            assertThat(client.isEnded()).isTrue();
        }
        await().until(() -> refused("strange", "proxy") >= 1);
    }

    @Test
    void whoSpeaksNoTlsIsCutOffAndCounted() throws Exception {
        try (var client = Wire.to(port("tls"))) {
            client.send(Wire.hello("l", null, null));

            assertThat(client.isEnded()).isTrue();
        }
        await().until(() -> refused("tls", "tls") >= 1);
    }

    private static double refused(String listener, String reason) {
        var counter = gateway.bean(MeterRegistry.class)
                .find("trunkline.mqtt.refused")
                .tag("listener", listener)
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }
}
