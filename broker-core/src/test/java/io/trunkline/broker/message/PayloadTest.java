package io.trunkline.broker.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    static Stream<String> valid() {
        return Stream.of(
                "{}",
                " [ ] ",
                "null",
                "true",
                "false",
                "0",
                "-0",
                "1.5e+10",
                "1E-2",
                "\"\"",
                "\"\\u00e9\\n\\/\"",
                "\"\\ud800\"",
                "\"é😀\"",
                "{\"a\":[1,{\"b\":null}],\"a\":2}",
                "\t\r\n 1",
                nested(256),
                "\"\u007f\"");
    }

    static Stream<String> invalid() {
        return Stream.of(
                "",
                " ",
                "nul",
                "nulll",
                "True",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{\"a\":1,}",
                "{'a':1}",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"a\nb\"",
                "\"\t\"",
                "1 2",
                "[",
                "]",
                "{\"a\":1",
                "\ufeff1",
                "/*c*/1",
                nested(257),
                nested(100_000));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void takesJson(String text) {
        assertThat(JsonText.isValid(text.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void takesNothingElseForJson(String text) {
        assertThat(JsonText.isValid(text.getBytes(UTF_8))).isFalse();
    }

    @Test
    void jsonMustBeUtf8() {
        assertThat(JsonText.isValid(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}))
                .isFalse();
        assertThat(JsonText.isValid(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
                .isFalse();
    }

    @Property
    void textComesBackFromItsOctetsAndFromItsJson(@ForAll String any) {
        var text = new String(any.getBytes(UTF_8), UTF_8);
        var payload = Payload.text(text);

        assertThat(new String(payload.octets(), UTF_8)).isEqualTo(text);
        assertThat(JsonText.isValid(payload.json())).isTrue();
        assertThat(unquote(new String(payload.json(), UTF_8))).isEqualTo(text);
        assertThat(payload.isBinary()).isFalse();
        assertThat(payload.size()).isEqualTo(payload.octets().length);
    }

    @Property
    void octetsAreNeverReEncodedAndComeBackFromTheirJson(@ForAll byte[] bytes) {
        var payload = Payload.octets(bytes);
        var json = new String(payload.json(), UTF_8);

        assertThat(payload.octets()).isSameAs(bytes);
        assertThat(JsonText.isValid(payload.json())).isTrue();
        if (payload.isBinary()) {
            assertThat(Base64.getDecoder().decode(unquote(json))).isEqualTo(bytes);
            assertThat(payload.contentType()).isEqualTo("application/octet-stream");
        } else {
            var spelled = payload.contentType().equals("application/json") ? json : unquote(json);
            assertThat(spelled.getBytes(UTF_8)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "12", "\"quoted\"", "null"})
    void octetsThatSpellJsonAreThatJson(String text) {
        var payload = Payload.octets(text.getBytes(UTF_8));

        assertThat(payload.json()).isEqualTo(text.getBytes(UTF_8));
        assertThat(payload.contentType()).isEqualTo("application/json");
    }

    @Test
    void noOctetsAreAnEmptyText() {
        assertThat(new String(Payload.octets(new byte[0]).json(), UTF_8)).isEqualTo("\"\"");
    }

    /** A JSON string read as plainly as can be. */
    private static String unquote(String json) {
        assertThat(json).startsWith("\"").endsWith("\"");
        var out = new StringBuilder();
        for (var i = 1; i < json.length() - 1; i++) {
            var c = json.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            var escape = json.charAt(++i);
            if (escape == 'u') {
                out.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                var at = "nrtbf".indexOf(escape);
                out.append(at < 0 ? escape : "\n\r\t\b\f".charAt(at));
            }
        }
        return out.toString();
    }
}
