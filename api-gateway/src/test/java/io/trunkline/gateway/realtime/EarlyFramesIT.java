package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.B;
import static io.trunkline.gateway.realtime.RealtimeGateway.UPGRADE;
import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are sent without waiting for the answer to the handshake, over real sockets: none is lost, none leaks. */
@ExtendWith(NoLeaks.class)
class EarlyFramesIT {
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}";
    private static final String PUBLISH =
            "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":\"\\r\\n\",\"id\":\"%d\"}}";

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static byte[] handshake(String application, String subject) {
        return WireClient.handshake(
                target(application, token(application, subject, "realtime:publisher:write:topic:*")), UPGRADE);
    }

    private static void hears(WireClient client, int publications) throws IOException {
        assertThat(client.answer().status()).isEqualTo(101);
        assertThat(client.readText()).startsWith("{\"topic\":\"main\",\"messageType\":\"welcome\"");
        assertThat(client.readText()).startsWith("{\"topic\":\"t\",\"messageType\":\"welcome\"");
        var heard = new ArrayList<String>();
        while (heard.size() < publications) {
            var text = client.readText();
            if (text.startsWith("{\"topic\":\"t\"")) {
                heard.add(text.replaceAll(".*\"id\":\"(\\d+)\".*", "$1"));
            }
        }
        assertThat(heard)
                .isEqualTo(IntStream.range(0, publications)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    /** A handshake, and behind it a subscription and so many publications. */
    private static byte[] burst(String subject, int publications) {
        return burst(A, subject, publications);
    }

    private static byte[] burst(String application, String subject, int publications) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(handshake(application, subject));
        all.writeBytes(WireClient.text(SUBSCRIBE));
        for (var i = 0; i < publications; i++) {
            all.writeBytes(WireClient.text(PUBLISH.formatted(i)));
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 300})
    void framesInTheSameSegmentAsTheHandshakeAreRead(int publications) throws IOException {
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(burst("same-segment", publications));

            hears(client, publications);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1000})
    void itDoesNotMatterHowTheBytesAreCut(int size) throws IOException {
        try (var client = new WireClient(gateway.port(), 0)) {
            var bytes = burst("cut-" + size, 10);
            for (var from = 0; from < bytes.length; from += size) {
                client.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
            }

            hears(client, 10);
        }
    }

    @Test
    void aHandshakeMayFollowOtherRequestsOnItsConnection() throws IOException {
        var health = WireClient.handshake("/api/health/status", List.of());
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(health, burst("after-others", 2));

            assertThat(client.answer().status()).isEqualTo(200);
            hears(client, 2);
        }
    }

    @Test
    void whatFollowsARefusedHandshakeIsAnotherRequest() throws IOException {
        var health = WireClient.handshake("/api/health/status", List.of());
        var refused = WireClient.handshake(target(A, "none"), UPGRADE);
        try (var client = new WireClient(gateway.port(), 0)) {
            client.send(refused, health, refused, burst("after-refusals", 2));

            assertThat(client.answer().status()).isEqualTo(401);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(401);
            hears(client, 2);
        }
    }

    @Test
    void framesBehindARefusedHandshakeAreNotLeaked() throws IOException {
        for (var i = 0; i < 20; i++) {
            try (var client = new WireClient(gateway.port(), 0)) {
                client.send(WireClient.handshake(target(A, "none"), UPGRADE), WireClient.text(SUBSCRIBE));

                assertThat(client.answer().status()).isEqualTo(401);
            }
        }
    }

    /** In an application of their own: what they have sent may be heard when the next test has begun. */
    @Test
    void whoLeavesBeforeTheAnswerLeaksNothing() throws IOException {
        for (var i = 0; i < 50; i++) {
            try (var client = new WireClient(gateway.port(), 0)) {
                client.send(burst(B, "gone", 50));
            }
        }
    }

    @Test
    void aBodyMayHaveEmptyLines() throws IOException, InterruptedException {
        var body = "{\"topic\":\"t\",\r\n\r\n\n\n\"message\":\"\"\r\n\r\n}";
        var token = RealtimeGateway.adminToken(A, "realtime:publisher:write:topic:*");

        assertThat(gateway.post("/api/topics/" + A + "/publish", token, body).statusCode())
                .isEqualTo(200);
    }
}
