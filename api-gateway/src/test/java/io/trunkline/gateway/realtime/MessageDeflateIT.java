package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.UPGRADE;
import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** permessage-deflate where the operator has switched it on, over real sockets. */
@ExtendWith(NoLeaks.class)
class MessageDeflateIT {
    private static final int DEFLATED_TEXT = 0x80 | MessageDeflate.MARK | WireClient.TEXT;

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory, "trunkline.realtime.permessage-deflate=true");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static WireClient dial(String subject) throws IOException {
        var headers = new ArrayList<>(UPGRADE);
        headers.add("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        var client = new WireClient(gateway.port(), 0);
        client.send(WireClient.handshake(target(A, token(A, subject, "realtime:publisher:write:topic:*")), headers));
        assertThat(client.answer().head().toLowerCase(Locale.ROOT))
                .contains("sec-websocket-extensions: permessage-deflate; "
                        + "server_no_context_takeover; client_no_context_takeover\r\n");
        assertThat(client.readText()).contains("\"messageType\":\"welcome\"");
        return client;
    }

    private static byte[] deflated(String text) {
        return MessageDeflate.deflate(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String publish(String payload) {
        return "{\"type\":\"publish\",\"data\":{\"topic\":\"main\",\"payload\":\"" + payload + "\",\"id\":\"1\"}}";
    }

    private static void assertCloses(WireClient client, int code) throws IOException {
        assertThat(client.readClose().code()).isEqualTo(code);
    }

    @Test
    void framesAreCompressedInBothDirections() throws IOException {
        try (var client = dial("both");
                var plain = gateway.open(A, "plain")) {
            client.send(WireClient.frame(DEFLATED_TEXT, deflated(publish("x".repeat(500)))));

            assertThat(client.readText()).contains("priv/acks");
            var frame = client.read();
            assertThat(frame.head()).isEqualTo(DEFLATED_TEXT);
            assertThat(frame.payload()).hasSizeLessThan(300);
            assertThat(new String(MessageDeflate.inflate(frame.payload(), 6144), StandardCharsets.UTF_8))
                    .isEqualTo(plain.next())
                    .contains("\"payload\":\"" + "x".repeat(500) + "\"");
        }
    }

    @Test
    void plainFramesAndFragmentsOfCompressedOnesAreRead() throws IOException {
        try (var client = dial("mixed")) {
            var packed = deflated("{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}");
            client.send(
                    WireClient.frame(DEFLATED_TEXT & 0x7f, Arrays.copyOf(packed, 10)),
                    WireClient.frame(0x80, Arrays.copyOfRange(packed, 10, packed.length)),
                    WireClient.text("{\"type\":\"subscribe\",\"data\":{\"topic\":\"u\"}}"));

            assertThat(client.readText()).startsWith("{\"topic\":\"t\"");
            assertThat(client.readText()).startsWith("{\"topic\":\"u\"");
        }
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        try (var client = dial("bomb")) {
            var bomb = MessageDeflate.deflate(new byte[5 << 20]);
            assertThat(bomb).hasSizeLessThan(6144);
            client.send(WireClient.frame(DEFLATED_TEXT, bomb));

            assertCloses(client, 1009);
        }
    }

    @Test
    void whatIsNoDeflateIsNoFrame() throws IOException {
        try (var client = dial("broken")) {
            client.send(WireClient.frame(DEFLATED_TEXT, new byte[] {7, 7, 7}));

            assertCloses(client, 1008);
        }
    }

    @Test
    void onlyTheFirstFragmentSaysIt() throws IOException {
        try (var client = dial("twice")) {
            client.send(
                    WireClient.frame(DEFLATED_TEXT & 0x7f, deflated("{}")),
                    WireClient.frame(0x80 | MessageDeflate.MARK, new byte[0]));

            assertCloses(client, 1002);
        }
    }
}
