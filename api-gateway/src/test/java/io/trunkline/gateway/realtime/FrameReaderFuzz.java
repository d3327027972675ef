package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a client sends becomes a frame or a refusal, and a payload that is cut out of it is the JSON value that a whole parser finds there. */
class FrameReaderFuzz {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final FrameReader reader = new FrameReader();

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"type\":\"subscribe\",\"data\":{\"topic\":\"secure/inbound\"}}",
                        "{\"type\":\"unsubscribe\",\"data\":{\"topic\":\"a b.c\",\"x\":null}}",
                        "{\"type\":\"publish\",\"data\":{\"topic\":\"t\",\"messageType\":\"m\",\"payload\":\"\",\"id\":\"1\"}}",
                        "{\"type\":\"message\",\"data\":{\"compress\":true,\"payload\":{\"time\":1.5e+3}}}",
                        "{\"data\":{\"payload\" :\r\n [1,{\"a\":[]}] ,\"payload\":\"\\ud83d\\ude00 straße \\\"\\\\\"},\"type\":\"message\"}",
                        "{\"type\":\"publish\",\"data\":{\"topic\":\"日本\",\"payload\":{\"é\":\"😀\"},\"echo\":false}}",
                        "{\"topic\":\"news\",\"message\":{\"a\":[true,false,null,-0.1]},\"compress\":true}",
                        "{\"topic\":\"news\",\"message\":\"\\u00e9\",\"id\":null}",
                        "{\"topic\":\"news\",\"message\":-12.50E-7}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void aFrameOrARefusalComesOut(byte[] text) {
        var frame = frame(text);
        if (frame instanceof ClientFrame.Publish publish) {
            isThePublishers(publish.message(), JSON.readTree(text).path("data").path("payload"));
        } else if (frame instanceof ClientFrame.Inbound inbound) {
            isThePublishers(inbound.message(), JSON.readTree(text).path("data").path("payload"));
        }
        var body = body(text);
        if (body != null) {
            isThePublishers(body, JSON.readTree(text).path("message"));
        }
    }

    private @Nullable ClientFrame frame(byte[] text) {
        try {
            return reader.frame(text);
        } catch (Refused refused) {
            isClientsFault(refused);
            return null;
        }
    }

    private @Nullable Message body(byte[] text) {
        try {
            return reader.publish(text).message("message");
        } catch (Refused refused) {
            isClientsFault(refused);
            return null;
        }
    }

    private static void isClientsFault(Refused refused) {
        assertThat(refused.reason()).isIn(Reason.MALFORMED, Reason.INVALID_TOPIC);
    }

    private static void isThePublishers(Message message, JsonNode value) {
        Payload payload = message.payload();
        assertThat(JSON.readTree(payload.json())).isEqualTo(value);
        assertThat(payload.octets()).isEqualTo(value.isString() ? octets(value) : payload.json());
        assertThat(payload.isBinary()).isFalse();
    }

    private static byte[] octets(JsonNode value) {
        return value.asString().getBytes(StandardCharsets.UTF_8);
    }
}
