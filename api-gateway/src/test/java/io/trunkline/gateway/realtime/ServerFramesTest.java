package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.frame.JsonFrames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFramesTest {
    private static final Principal ANN = new Principal(
            new ApplicationId("app"), "ann \"é\"", Permissions.of(List.of("read", "write \"all\"")), "c1");
    private static final Principal BACKEND =
            new Principal(new ApplicationId("app"), "backend", Permissions.of(List.of("write")));

    private static Publication publication(Principal publisher, Message message) {
        return new Publication(new Stamp("id-1", Instant.EPOCH, "node"), publisher, Topic.of("chat/ä"), message);
    }

    private static String text(byte[] frame, int head) {
        assertThat(frame[0]).isEqualTo((byte) head);
        var start = frame[1] < 126 ? 2 : 4;
        return new String(frame, start, frame.length - start, StandardCharsets.UTF_8);
    }

    private static String broadcast(Principal publisher, Payload payload) {
        return text(BroadcastForm.AS_ASKED.encode(publication(publisher, Message.of(payload))), 0x81);
    }

    private static Payload octets(String hex) {
        return Payload.octets(HexFormat.of().parseHex(hex));
    }

    @Test
    void welcomesAConnection() {
        assertThat(text(ServerFrames.welcome("main", ANN, "10.0.0.1"), 0x81))
                .isEqualTo("{\"topic\":\"main\",\"messageType\":\"welcome\",\"data\":"
                        + "{\"connection\":{\"id\":\"c1\",\"appId\":\"app\",\"remoteAddress\":\"10.0.0.1\"}}}");
    }

    @Test
    void acknowledgesWithTheIdInsideAnObject() {
        var receipt = new Receipt("a\"1", Instant.EPOCH, null, 7, false, null);

        assertThat(text(ServerFrames.ack(receipt), 0x81))
                .isEqualTo("{\"topic\":\"priv/acks\",\"messageType\":\"ack\",\"data\":{\"data\":\"a\\\"1\"}}");
        assertThat(text(ServerFrames.ack(receipt.asRepeat()), 0x81))
                .endsWith("\"data\":{\"data\":\"a\\\"1\",\"repeat\":true}}");
    }

    @Test
    void showsWhoPublishedOnALine() {
        assertThat(broadcast(ANN, Payload.text("é \"1\"\n")))
                .isEqualTo("{\"topic\":\"chat/ä\",\"messageType\":\"broadcast\",\"data\":"
                        + "{\"client\":{\"connectionId\":\"c1\",\"subject\":\"ann \\\"é\\\"\"},"
                        + "\"payload\":\"é \\\"1\\\"\\n\",\"id\":\"id-1\"}}");
    }

    @Test
    void showsTheValueAloneThatABackendPublished() {
        assertThat(broadcast(BACKEND, Payload.json("{\"a\" : 1}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("{\"topic\":\"chat/ä\",\"messageType\":\"broadcast\",\"data\":{\"a\" : 1}}");
    }

    @Test
    void showsPermissionsWhereThePlatformSpeaksForAClient() {
        assertThat(broadcast(ANN.asPlatform(), Payload.text("")))
                .isEqualTo("{\"topic\":\"chat/ä\",\"messageType\":\"broadcast\",\"data\":"
                        + "{\"client\":{\"connectionId\":\"c1\",\"subject\":\"ann \\\"é\\\"\","
                        + "\"permissions\":[\"read\",\"write \\\"all\\\"\"]},"
                        + "\"payload\":\"\",\"id\":\"id-1\"}}");
        var without = new Principal(new ApplicationId("app"), "bob", Permissions.NONE, "c2");
        assertThat(broadcast(without.asPlatform(), Payload.text(""))).contains("\"permissions\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7b2261223a317d | {\"a\":1}      | ",
                "203720         |  7             | ",
                "68c3a9         | \"hé\"         | ",
                "``             | \"\"           | ",
                "7b22           | \"{\\\"\"      | ",
                "00ff           | \"AP8=\"       | ,\"encoding\":\"base64\""
            })
    void mapsOctetsOfOtherDoors(String hex, String json, String more) {
        assertThat(broadcast(ANN, octets(hex)))
                .containsIgnoringWhitespaces(
                        "\"payload\":" + json + ",\"id\":\"id-1\"" + (more == null ? "" : more) + "}}");
    }

    @Test
    void compressedMeansABinaryFrameOfTheSameJson() {
        var message = Message.of(Payload.text("x")).withType("news");
        var plain = BroadcastForm.AS_ASKED.encode(publication(ANN, message));
        var binary = BroadcastForm.AS_ASKED.encode(publication(ANN, message.asBinary(true)));

        assertThat(text(binary, 0x82)).isEqualTo(text(plain, 0x81)).contains("\"messageType\":\"news\"");
    }

    @ParameterizedTest
    @CsvSource({"125, 817d", "126, 817e007e", "127, 817e007f", "65535, 817effff", "65536, 817f0000000000010000"})
    void writesTheLengthAsTheStandardSays(int length, String head) {
        var envelope = broadcast(BACKEND, Payload.json(new byte[0])).length() + 1;
        var json = new byte[length - envelope];
        Arrays.fill(json, (byte) '1');

        var frame = BroadcastForm.AS_ASKED.encode(publication(BACKEND, Message.of(Payload.json(json))));

        assertThat(frame).hasSize(length + head.length() / 2);
        assertThat(HexFormat.of().formatHex(frame)).startsWith(head + "7b22746f706963");
        assertThat(frame[frame.length - 1]).isEqualTo((byte) '}');
    }

    @Test
    void keepsTheEnvelopeUnderAKilobyteForGoClients() {
        var longest =
                new Principal(new ApplicationId("a".repeat(32)), "s".repeat(64), Permissions.NONE, "c".repeat(32));
        var message = Message.of(Payload.text("")).withType("t".repeat(128));
        var publication = new Publication(
                new Stamp("i".repeat(128), Instant.EPOCH, "node"), longest, Topic.of("x".repeat(256)), message);

        assertThat(BroadcastForm.AS_ASKED.encode(publication)).hasSizeLessThan(1024);
    }

    @Test
    void saysThePositionToThoseWhoAsked() {
        var text = Message.of(Payload.text("x".repeat(300)));
        var bare = publication(BACKEND, text);
        var placed = publication(BACKEND, text.asBinary(true)).at(new Position("e.1", 7));
        var json = new String(JsonFrames.of(placed), StandardCharsets.UTF_8);
        var expected = json.substring(0, json.length() - 1) + ",\"position\":\"e.1:7\"}";

        assertThat(text(BroadcastForm.AS_ASKED.positioned().encode(placed), 0x82))
                .isEqualTo(expected);
        assertThat(text(BroadcastForm.TEXT.positioned().encode(placed), 0x81)).isEqualTo(expected);
        for (var form : List.of(BroadcastForm.AS_ASKED, BroadcastForm.TEXT)) {
            var frame = form.deflated().positioned().encode(placed);
            var body = MessageDeflate.inflate(Arrays.copyOfRange(frame, frame[1] < 126 ? 2 : 4, frame.length), 6_144);
            assertThat(frame[0] & MessageDeflate.MARK).isNotZero();
            assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(expected);
        }
        assertThat(BroadcastForm.TEXT.positioned().encode(bare)).isEqualTo(BroadcastForm.TEXT.encode(bare));
    }
}
