package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import io.trunkline.gateway.tls.Authorities;
import io.trunkline.mqtt.Proves;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT in WebSocket frames: on the HTTP ports, plain and by TLS, and on listeners of its own. */
class MqttWebSocketIT {
    private static final String A = "a".repeat(32);

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(
                directory,
                List.of(Directories.application(A)),
                "trunkline.mqtt.listeners.ws.transport=ws",
                "trunkline.mqtt.listeners.ws.port=0",
                "trunkline.mqtt.listeners.wss.transport=wss",
                "trunkline.mqtt.listeners.wss.port=0");
        client = HttpClient.newBuilder()
                .sslContext(Authorities.context(directory.resolve("tls/ca.pem"), null))
                .build();
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    /** The four ways in. */
    private static String base(String way) {
        return switch (way) {
            case "http" -> "ws://localhost:" + gateway.port();
            case "https" -> "wss://localhost:" + gateway.securePort();
            default -> way + "://localhost:" + gateway.bean(MqttListening.class).port(way);
        };
    }

    private static Frames open(String way, String pathAndQuery) {
        return new Frames(client, URI.create(base(way) + pathAndQuery), "mqtt");
    }

    private static byte[] hello(String id) {
        var token = Tokens.hs256(
                Directories.clientSecret(A), Map.of("sub", "ann", "permissions", List.of(Permissions.PUBLISH + "*")));
        return Wire.hello(id, A, token);
    }

    private static void connect(Frames frames, String id) throws InterruptedException {
        frames.send(hello(id), true);
        var answer = frames.packet();
        assertThat(answer[0]).isEqualTo((byte) 0x20);
        assertThat(answer[2]).isZero();
    }

    @Proves(
            v3 = {"6.0.0-2", "6.0.0-4"},
            v5 = {"6.0.0-2", "6.0.0-4"})
    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "ws", "wss"})
    void packetsAndFramesNeedNotBeginAndEndTogether(String way) throws Exception {
        try (var frames = open(way, "/mqtt?client=7&x")) {
            var hello = hello("split-" + way);
            frames.send(Arrays.copyOfRange(hello, 0, 5), true);
            frames.send(Arrays.copyOfRange(hello, 5, 20), false);
            frames.send(Arrays.copyOfRange(hello, 20, hello.length), true);
            assertThat(frames.packet()[2]).isZero();

            frames.send(together(Wire.subscribe("split/" + way), Wire.publish("split/" + way, "one")), true);

            assertThat(frames.packet()[0]).isEqualTo((byte) 0x90);
            var heard = frames.packet();
            assertThat(heard[0]).isEqualTo((byte) 0x30);
            assertThat(new String(heard, StandardCharsets.UTF_8)).endsWith("one");
            assertThat(frames.subProtocol()).isEqualTo("mqtt");
        }
    }

    private static byte[] together(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void whatIsSentBehindTheHandshakeIsNotLost(String way) throws Exception {
        var port = way.equals("http")
                ? gateway.port()
                : gateway.bean(MqttListening.class).port(way);
        var request = "GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: chat, mqttv3.1, mqtt\r\n\r\n";
        try (var client = Wire.to(port)) {
            client.send(together(
                    request.getBytes(StandardCharsets.US_ASCII),
                    together(new byte[] {(byte) 0x82, (byte) 0x90, 0, 0, 0, 0}, Wire.hello("e", null, null))));

            var head = client.head();
            assertThat(head).startsWith("HTTP/1.1 101 ").containsIgnoringCase("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(head).containsIgnoringCase("Sec-WebSocket-Protocol: mqttv3.1");
            client.skip(2);
            assertThat(client.connack()).isEqualTo(0x86);
        }
    }

    @Proves(v3 = "6.0.0-1", v5 = "6.0.0-1")
    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "ws", "wss"})
    void aTextFrameIsRefused(String way) throws Exception {
        try (var frames = open(way, "/mqtt")) {
            connect(frames, "text-" + way);

            frames.text("hello");

            assertThat(frames.closed()).isEqualTo(1003);
        }
        await().until(() -> connections("text-" + way) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "ws", "wss"})
    void whoAsksForNoMqttIsNotUpgraded(String way) {
        assertThatThrownBy(() -> new Frames(client, URI.create(base(way) + "/mqtt")))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThatThrownBy(() -> new Frames(client, URI.create(base(way) + "/mqtt"), "chat"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws"})
    void olderPathsAndSubProtocolsWillDo(String path) throws Exception {
        for (var way : List.of("http", "ws")) {
            try (var frames = new Frames(client, URI.create(base(way) + path), "mqttv3.1")) {
                connect(frames, "old" + path);

                assertThat(frames.subProtocol()).isEqualTo("mqttv3.1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void theSessionEndsWithItsSocket(String way) throws Exception {
        try (var frames = open(way, "/mqtt")) {
            connect(frames, "gone-" + way);
            assertThat(connections("gone-" + way)).isEqualTo(1);
        }

        await().until(() -> connections("gone-" + way) == 0);
    }

    private static long connections(String clientId) {
        return gateway.bean(LocalBroker.class)
                .connections()
                .of(new ApplicationId(A))
                .filter(line -> line.state().session() != null
                        && line.state().session().clientId().equals(clientId))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void whatMqttSaysLastIsHeardBeforeTheClose(String way) throws Exception {
        try (var frames = open(way, "/mqtt")) {
            connect(frames, "twice-" + way);

            frames.send(hello("twice-" + way), true);

            assertThat(frames.packet()[0]).isEqualTo((byte) 0xE0);
            assertThat(frames.closed()).isEqualTo(1000);
        }
    }

    @Test
    void everythingHttpIsThereByTlsToo() throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + gateway.securePort() + "/api/health/status"))
                .build();

        var answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aPlainRequestForMqttIsToldToUpgrade() throws Exception {
        var mqtt = client.send(
                HttpRequest.newBuilder(gateway.url().resolve("/mqtt")).build(), BodyHandlers.ofString());
        var root =
                client.send(HttpRequest.newBuilder(gateway.url().resolve("/ws")).build(), BodyHandlers.ofString());

        assertThat(mqtt.statusCode()).isEqualTo(426);
        assertThat(root.statusCode()).isEqualTo(404);
    }

    @Test
    void whatGoesOverAListenerIsCounted() throws Exception {
        try (var frames = open("ws", "/mqtt")) {
            connect(frames, "counted");
            var packets = count("trunkline.mqtt.packets", "in");

            frames.send(together(Wire.publish("counted", "1"), Wire.publish("counted", "2")), true);

            await().until(() -> count("trunkline.mqtt.packets", "in") >= packets + 2);
            assertThat(count("trunkline.mqtt.bytes", "in")).isGreaterThan(hello("counted").length);
            assertThat(count("trunkline.mqtt.packets", "out")).isPositive();
            assertThat(gateway.bean(MeterRegistry.class)
                            .get("trunkline.mqtt.connections")
                            .tag("listener", "ws")
                            .gauge()
                            .value())
                    .isPositive();
        }
    }

    private static double count(String name, String direction) {
        return gateway.bean(MeterRegistry.class)
                .get(name)
                .tag("listener", "ws")
                .tag("direction", direction)
                .counter()
                .count();
    }
}
