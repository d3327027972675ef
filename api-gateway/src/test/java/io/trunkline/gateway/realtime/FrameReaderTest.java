package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final FrameReader reader = new FrameReader();

    private ClientFrame read(String text) {
        return reader.frame(text.getBytes(StandardCharsets.UTF_8));
    }

    private Message published(String data) {
        return ((ClientFrame.Publish) read("{\"type\":\"publish\",\"data\":{\"topic\":\"t\"," + data + "}}")).message();
    }

    private static String json(Message message) {
        return new String(message.payload().json(), StandardCharsets.UTF_8);
    }

    private static String octets(Message message) {
        return new String(message.payload().octets(), StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatClientsReallySend() {
        assertThat(read("{\"type\":\"subscribe\",\"data\":{\"topic\":\"secure/inbound\"}}"))
                .isEqualTo(new ClientFrame.Subscribe(Topic.of("secure/inbound"), null));
        assertThat(read("{\"type\":\"unsubscribe\",\"data\":{\"topic\":\"a b.c\"}}"))
                .isEqualTo(new ClientFrame.Unsubscribe(Topic.of("a b.c")));

        var clock = (ClientFrame.Publish)
                read(
                        "{\"type\":\"publish\",\"data\":{\"topic\":\"clock\",\"messageType\":\"gettime\",\"payload\":\"\",\"id\":\"ndrlrdqo43\"}}");
        assertThat(clock.topic()).isEqualTo(Topic.of("clock"));
        assertThat(clock.message().type()).isEqualTo("gettime");
        assertThat(clock.message().id()).isEqualTo("ndrlrdqo43");
        assertThat(clock.message().binary()).isFalse();
        assertThat(json(clock.message())).isEqualTo("\"\"");
        assertThat(clock.message().payload().size()).isZero();

        var inbound = (ClientFrame.Inbound)
                read("{\"type\":\"message\",\"data\":{\"compress\":true,\"payload\":{\"time\":1795225520415}}}");
        assertThat(inbound.message().binary()).isTrue();
        assertThat(inbound.message().id()).isNull();
        assertThat(inbound.message().type()).isEqualTo("broadcast");
        assertThat(json(inbound.message())).isEqualTo("{\"time\":1795225520415}");
    }

    @Test
    void aKeyIsNoId() {
        assertThat(published("\"payload\":\"x\",\"id\":\"1\"").idempotencyKey()).isNull();
        assertThat(published("\"payload\":\"x\",\"idempotencyKey\":null").idempotencyKey())
                .isNull();
        assertThat(published("\"payload\":\"x\",\"idempotencyKey\":\"k\"").idempotencyKey())
                .isEqualTo(IdempotencyKey.of("k"));
        for (var wrong : List.of("7", "\"\"", "\" \"", "{}")) {
            assertThatThrownBy(() -> published("\"payload\":\"x\",\"idempotencyKey\":" + wrong))
                    .isInstanceOfSatisfying(
                            Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.MALFORMED));
        }
    }

    /** Clients make names of it, of which half was missing. */
    @Test
    void anEmptyMessageTypeMeansNone() {
        assertThat(published("\"payload\":\"x\",\"messageType\":\"\"").type()).isEqualTo("broadcast");
    }

    @Test
    void nullMeansAbsent() {
        var message = published("\"payload\":\"x\",\"id\":null,\"messageType\":null,\"compress\":null");

        assertThat(message.id()).isNull();
        assertThat(message.type()).isEqualTo("broadcast");
        assertThat(message.binary()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[1, 2,[ ]]",
                "{ \"a\" : 1.50e+3 ,\n\t\"a\":[{}]}",
                "\"\"",
                "\"straße 日本 😀\"",
                "{\"straße\":\"日本 😀\"}",
                "\"\\u00e9 \\\" \\\\ \\/ \\n\"",
                "{\"\\u00e9\":\"\\ud83d\\ude00\"}"
            })
    void cutsThePayloadOutAsItStands(String payload) {
        assertThat(json(published("\"payload\":" + payload))).isEqualTo(payload);
        assertThat(json(published("\"x\":\"日本\",\"payload\" :\r\n " + payload + "  ,\"id\":\"1\"")))
                .isEqualTo(payload);
    }

    @Test
    void showsOctetDoorsTheTextOfAString() {
        assertThat(octets(published("\"payload\":\"a\\n\\u00e9\\ud83d\\ude00\"")))
                .isEqualTo("a\né😀");
        assertThat(octets(published("\"payload\":{\"a\": \"\\n\"}"))).isEqualTo("{\"a\": \"\\n\"}");
    }

    @Test
    void ignoresFieldsItDoesNotKnow() {
        var frame = read(
                "{\"v\":{\"type\":\"no\",\"data\":[{}]},\"type\":\"subscribe\",\"w\":null,\"data\":{\"payload\":{},\"x\":[1,{\"topic\":\"no\"}],\"topic\":\"t\",\"y\":-0.1},\"z\":\"data\"}");

        assertThat(frame).isEqualTo(new ClientFrame.Subscribe(Topic.of("t"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"topic\":\"no\"}", "[\"a\",{}]", "[]", "null", "7", "true"})
    void whatTheVendorDoesNotKnowMayHoldAnything(String value) {
        var data = "{\"topic\":\"t\",\"token\":%s,\"echo\":%s,\"payload\":[]}".formatted(value, value);

        assertThat(read("{\"type\":\"subscribe\",\"data\":" + data + "}"))
                .isEqualTo(new ClientFrame.Subscribe(Topic.of("t"), null));
        assertThat(((ClientFrame.Publish) read("{\"type\":\"publish\",\"data\":" + data + "}")).echo())
                .isTrue();
    }

    @Test
    void aSubscriptionMayBeginSomewhere() {
        var frame = "{\"type\":\"%s\",\"data\":{\"since\":%s,\"topic\":\"t\",\"payload\":\"\"}}";

        assertThat(read(frame.formatted("subscribe", "\"a1:7\"")))
                .isEqualTo(new ClientFrame.Subscribe(Topic.of("t"), new Since.After(new Position("a1", 7))));
        assertThat(read(frame.formatted("subscribe", "\"latest\"")))
                .isEqualTo(new ClientFrame.Subscribe(Topic.of("t"), Since.LATEST));
        assertThat(read(frame.formatted("subscribe", "null")))
                .isEqualTo(new ClientFrame.Subscribe(Topic.of("t"), null));
        assertThat(read(frame.formatted("publish", "7"))).isInstanceOf(ClientFrame.Publish.class);
        assertMalformed(frame.formatted("subscribe", "7").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theLastOfFieldsWithOneNameCounts() {
        assertThat(json(published("\"payload\":\"a\",\"payload\":{\"b\":1}"))).isEqualTo("{\"b\":1}");
        assertThat(
                        read(
                                "{\"type\":\"publish\",\"type\":\"subscribe\",\"data\":{\"topic\":\"a\"},\"data\":{\"topic\":\"b\"}}"))
                .isEqualTo(new ClientFrame.Subscribe(Topic.of("b"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "null",
                "7",
                "\"subscribe\"",
                "[]",
                "{}",
                "{\"type\":\"subscribe\"}",
                "{\"data\":{\"topic\":\"t\"}}",
                "{\"type\":\"subscribe\",\"data\":null}",
                "{\"type\":\"subscribe\",\"data\":\"t\"}",
                "{\"type\":\"subscribe\",\"data\":[\"t\"]}",
                "{\"type\":\"subscribe\",\"data\":{}}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":null}}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":7}}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":[\"t\"]}}",
                "{\"type\":null,\"data\":{\"topic\":\"t\"}}",
                "{\"type\":7,\"data\":{\"topic\":\"t\"}}",
                "{\"type\":\"Subscribe\",\"data\":{\"topic\":\"t\"}}",
                "{\"type\":\"shout\",\"data\":{\"topic\":\"t\"}}",
                "{\"type\":\"publish\",\"data\":{\"payload\":\"x\"}}",
                "{\"type\":\"message\",\"data\":{}}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}} x",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}{}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\",}}",
                "{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\nu\"}}",
                "{'type':'subscribe','data':{'topic':'t'}}",
                "{type:\"subscribe\",data:{topic:\"t\"}}",
                "/* */{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}",
                "\ufeff{\"type\":\"subscribe\",\"data\":{\"topic\":\"t\"}}"
            })
    void refusesWhatIsNoFrame(String text) {
        assertMalformed(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"payload\":null",
                "\"payload\":7",
                "\"payload\":-1.5",
                "\"payload\":true",
                "\"payload\":false",
                "\"payload\":nul",
                "\"payload\":",
                "\"payload\":{\"a\":NaN}",
                "\"payload\":{\"a\":01}",
                "\"payload\":{\"a\" 1}",
                "\"payload\":[1,]",
                "\"payload\":[1",
                "\"payload\":\"\\x\"",
                "\"payload\":\"\\u12g4\"",
                "\"payload\":\"x\",\"id\":7",
                "\"payload\":\"x\",\"id\":{}",
                "\"payload\":\"x\",\"messageType\":false",
                "\"payload\":\"x\",\"compress\":\"true\"",
                "\"payload\":\"x\",\"compress\":1"
            })
    void refusesFieldsOfAnotherKind(String data) {
        for (var type : new String[] {"publish", "message"}) {
            var text = "{\"type\":\"" + type + "\",\"data\":{\"topic\":\"t\"," + data + "}}";

            assertMalformed(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                Arguments.of("a lone continuation", new byte[] {(byte) 0x80}),
                Arguments.of("an overlong slash", new byte[] {(byte) 0xc0, (byte) 0xaf}),
                Arguments.of("an overlong NUL", new byte[] {(byte) 0xc0, (byte) 0x80}),
                Arguments.of("a surrogate", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}),
                Arguments.of("beyond Unicode", new byte[] {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80}),
                Arguments.of("a cut sequence", new byte[] {(byte) 0xe2, (byte) 0x82}),
                Arguments.of("Latin 1", new byte[] {(byte) 0xe9}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notUtf8")
    void refusesWhatIsNotUtf8EvenWhereItWouldBeIgnored(String what, byte[] bytes) {
        for (var around : new String[] {
            "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":\"%s\"}}",
            "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":[\"%s\"]}}",
            "{\"type\":\"subscribe\",\"ignored\":\"%s\",\"data\":{\"topic\":\"t\"}}"
        }) {
            assertMalformed(with(around, bytes));
        }
    }

    private static byte[] with(String around, byte[] bytes) {
        var latin = StandardCharsets.ISO_8859_1;
        return around.formatted(new String(bytes, latin)).getBytes(latin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesOtherEncodingsOfJson(String charset) {
        var text = "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"payload\":{}}}";

        assertMalformed(text.getBytes(Charset.forName(charset)));
    }

    @Test
    void boundsTheDepth() {
        assertThat(json(published("\"payload\":" + nested(60)))).isEqualTo(nested(60));
        for (var deep : new int[] {64, 5000}) {
            assertThatThrownBy(() -> published("\"payload\":" + nested(deep))).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> published("\"ignored\":" + nested(deep) + ",\"payload\":{}"))
                    .isInstanceOf(Refused.class);
        }
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void refusesTopicsThatAreNone() {
        for (var topic : new String[] {"", "a*", "a/+", "#", "!a", "a\\nb", "Secure/x", "PRIV/x", "x".repeat(257)}) {
            assertThatThrownBy(() -> read("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}"))
                    .as(topic)
                    .isInstanceOfSatisfying(
                            Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.INVALID_TOPIC));
        }
        assertThat(read("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + "x".repeat(256) + "\"}}"))
                .isInstanceOf(ClientFrame.Subscribe.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "-1.5e3", "true", "false", "\"x\"", "\"\"", "{}", "[1, 2]"})
    void anHttpMessageIsAnyValue(String value) {
        var body = "{\"topic\":\"t\",\"message\": " + value + " ,\"compress\":true,\"messageType\":\"m\",\"id\":\"i\"}";

        var message = reader.publish(body.getBytes(StandardCharsets.UTF_8)).message("message");

        assertThat(json(message)).isEqualTo(value);
        assertThat(message)
                .returns(true, Message::binary)
                .returns("m", Message::type)
                .returns("i", Message::id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{\"topic\":\"t\"}",
                "{\"topic\":\"t\",\"message\":null}",
                "{\"topic\":\"t\",\"payload\":1}",
                "{\"message\":1}",
                "{\"topic\":\"t\",\"message\":1} 2",
                "{\"topic\":\"t\",\"message\":01}",
                "topic=t&message=1"
            })
    void refusesOtherHttpBodies(String body) {
        assertThatThrownBy(() -> {
                    var fields = reader.publish(body.getBytes(StandardCharsets.UTF_8));
                    fields.topic();
                    fields.message("message");
                })
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void cuttingAFrameShortAnywhereNeverBreaksTheReader() {
        var whole =
                "{\"type\":\"publish\",\"data\":{\"topic\":\"日\",\"payload\":{\"a\":[\"\\u00e9\",1e5]},\"compress\":true}}"
                        .getBytes(StandardCharsets.UTF_8);

        for (var length = 0; length < whole.length; length++) {
            assertMalformed(Arrays.copyOf(whole, length));
        }
    }

    private void assertMalformed(byte[] text) {
        assertThatThrownBy(() -> reader.frame(text))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.MALFORMED));
    }
}
