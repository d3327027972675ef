package io.trunkline.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way the network cuts a stream, a line hears the same. */
class LineTest {
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    private final RecordedEvents events = new RecordedEvents();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 199, 10_000})
    void hearsRealtimeFramesHoweverTheyAreCut(int piece) {
        var wire = new TrunklineWire(subject -> "/apps/a?access_token=" + subject);
        Line line = wire.listener(0, "t", events);
        var stream = stream(
                SWITCH,
                webSocket(1, "{\"topic\":\"main\",\"messageType\":\"welcome\",\"data\":{}}"),
                webSocket(1, "{\"topic\":\"t\",\"messageType\":\"welcome\",\"data\":{}}"),
                webSocket(1, "{\"topic\":\"t\",\"data\":{\"payload\":\"" + stamped(0, 13) + "\"}}"),
                webSocket(9, "are you there"),
                webSocket(1, "{\"topic\":\"t\",\"data\":{\"payload\":\"" + stamped(1, 300) + "\"}}"),
                webSocket(2, "{\"topic\":\"longer\",\"data\":{\"payload\":\"" + stamped(2, 70_000) + "\"}}"));

        feed(line, stream, piece);

        assertThat(line.ready()).isCompleted();
        assertThat(events.sequences).containsExactly(0, 1, 2);
        assertThat(events.broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 33, 10_000})
    void hearsNatsOperationsHoweverMessagesAndReadsCutThem(int piece) {
        Line line = new NatsWire().listener(0, "t", events);
        String operations = message(0, 13) + message(1, 120) + "PING\r\n" + message(2, 13);
        int middle = message(0, 13).length() + 9;
        var stream = stream(
                SWITCH,
                webSocket(2, "INFO {}\r\n"),
                webSocket(2, "PONG\r\n"),
                webSocket(2, operations.substring(0, middle)),
                webSocket(2, operations.substring(middle)));

        feed(line, stream, piece);

        assertThat(line.ready()).isCompleted();
        assertThat(events.sequences).containsExactly(0, 1, 2);
        assertThat(events.sizes.get(0)).isEqualTo(message(0, 13).length());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 33, 10_000})
    void hearsMqttPacketsHoweverTheyAreCut(int piece) {
        Line line = new MqttWire(5, 1, "u", "p").listener(0, "t", events);
        var stream = stream(
                "\u0020\u0003\u0000\u0000\u0000",
                "\u0090\u0004\u0000\u0001\u0000\u0001",
                mqttPublish(7, "", stamped(0, 13)),
                mqttPublish(8, "\u0001\u0001", stamped(1, 300)),
                mqttPublish(9, "\u0026\u0000\u0001a\u0000\u0001b", stamped(2, 20_000)));

        var written = feed(line, stream, piece);

        assertThat(line.ready()).isCompleted();
        assertThat(events.sequences).containsExactly(0, 1, 2);
        assertThat(written)
                .contains("\u0040\u0002\u0000\u0007", "\u0040\u0002\u0000\u0008", "\u0040\u0002\u0000\u0009");
    }

    @Test
    void tellsAnAcknowledgementAndBreaksOnARefusedOne() {
        Line line = new MqttWire(5, 1, "u", "p").publisher(0, "t", 64, events);
        var stream = stream(
                "\u0020\u0003\u0000\u0000\u0000", "\u0040\u0003\u0000\u0003\u0010", "\u0040\u0003\u0000\u0004\u0087");

        feed(line, stream, 1);

        assertThat(events.acknowledged).containsExactly(3);
        assertThat(events.broken).singleElement().asString().contains("135");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void tellsARealtimeAcknowledgementByTheIdOfTheMessage(int piece) {
        var wire = new TrunklineWire(subject -> "/").acknowledged();
        Line line = wire.publisher(0, "t", 64, events);
        var stream = stream(
                SWITCH,
                webSocket(1, "{\"topic\":\"main\",\"messageType\":\"welcome\",\"data\":{}}"),
                webSocket(1, "{\"messageType\":\"ack\",\"data\":{\"data\":\"" + stamped(0, 13) + "\"}}"),
                webSocket(1, "{\"messageType\":\"ack\",\"data\":{\"data\":\"" + stamped(2, 13) + "\"}}"),
                webSocket(1, "{\"messageType\":\"error\",\"data\":{\"id\":\"" + stamped(3, 13) + "\"}}"));

        feed(line, stream, piece);

        assertThat(line.ready()).isCompleted();
        assertThat(events.acknowledged).containsExactly(1, 3);
        assertThat(events.broken).singleElement().asString().contains("error");
    }

    @Test
    void isNotReadyWhenItHasMissedSomething() {
        var wire = new TrunklineWire(subject -> "/");
        Line line = wire.resumer(0, "t", "e:1", events);
        var welcome = "{\"messageType\":\"welcome\",\"data\":{\"resume\":{\"continuity\":\"lost\"}}}";

        feed(line, stream(SWITCH, webSocket(1, "{\"messageType\":\"welcome\"}"), webSocket(1, welcome)), 10_000);

        assertThat(line.ready()).isCompletedExceptionally();
    }

    @Test
    void isNotReadyWhenTheUpgradeIsRefused() {
        Line line = new NatsWire().listener(0, "t", events);

        feed(line, stream("HTTP/1.1 401 Unauthorized\r\n\r\n"), 4);

        assertThat(line.ready()).isCompletedExceptionally();
        assertThat(events.broken).isEmpty();
    }

    @Test
    void saysWhyTheServerClosed() {
        var wire = new TrunklineWire(subject -> "/");
        Line line = wire.idle(0, events);
        var close = webSocket(8, new String(new byte[] {0x03, (byte) 0xf0}, ISO_8859_1) + "Invalid message format!");

        feed(line, stream(SWITCH, webSocket(1, "{\"topic\":\"main\",\"messageType\":\"welcome\"}"), close), 10_000);

        assertThat(events.broken).singleElement().asString().contains("1008 Invalid message format!");
    }

    @Test
    void countsAnUnreadableDeliveryInsteadOfBelievingIt() {
        Line line = new MqttWire(4, 0, "u", "p").listener(0, "t", events);

        feed(
                line,
                stream(
                        "\u0020\u0002\u0000\u0000",
                        "\u0090\u0003\u0000\u0001\u0000",
                        "\u0030\u0010\u0000\u0001txxxxxxxxxxxxx"),
                10_000);

        assertThat(events.sequences).containsExactly(-1);
    }

    private static List<String> feed(Line line, byte[] stream, int piece) {
        var channel = new EmbeddedChannel(line);
        for (int i = 0; i < stream.length && channel.isOpen(); i += piece) {
            channel.writeInbound(
                    Unpooled.wrappedBuffer(Arrays.copyOfRange(stream, i, Math.min(stream.length, i + piece))));
        }
        var written = channel.outboundMessages().stream()
                .map(message -> ((ByteBuf) message).toString(ISO_8859_1))
                .toList();
        channel.releaseOutbound();
        line.end();
        return written;
    }

    private static byte[] stream(String... parts) {
        return String.join("", parts).getBytes(ISO_8859_1);
    }

    private static String stamped(int sequence, int size) {
        return "#0000%08d".formatted(sequence) + "x".repeat(size - Stamp.LENGTH);
    }

    private static String message(int sequence, int size) {
        return "MSG t 1 " + size + "\r\n" + stamped(sequence, size) + "\r\n";
    }

    private static String mqttPublish(int packetId, String properties, String payload) {
        ByteBuf out = Unpooled.buffer().writeByte(0x32);
        int length = 3 + 2 + 1 + properties.length() + payload.length();
        for (; length > 0x7f; length >>>= 7) {
            out.writeByte(length & 0x7f | 0x80);
        }
        out.writeByte(length).writeShort(1).writeByte('t').writeShort(packetId).writeByte(properties.length());
        return out.toString(ISO_8859_1) + properties + payload;
    }

    private static String webSocket(int opcode, String payload) {
        ByteBuf out = Unpooled.buffer().writeByte(0x80 | opcode);
        if (payload.length() < 126) {
            out.writeByte(payload.length());
        } else if (payload.length() < 65_536) {
            out.writeByte(126).writeShort(payload.length());
        } else {
            out.writeByte(127).writeLong(payload.length());
        }
        return out.toString(ISO_8859_1) + payload;
    }
}
