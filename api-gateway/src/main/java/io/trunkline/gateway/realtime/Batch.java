package io.trunkline.gateway.realtime;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** The body of a batch, {@code {"messages":[...]}}, cut into the bodies of single publishes. */
final class Batch {
    static final int MAX_MESSAGES = 100;

    /** Of a whole body; one message may have more where its application may send more. */
    static final int MAX_BYTES = 256 << 10;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    /** What is no object cannot be a message, whatever it is. */
    private static final byte[] NO_OBJECT = "null".getBytes(StandardCharsets.US_ASCII);

    private Batch() {}

    /** The messages as they stand, not looked into. @throws Refused MALFORMED, TOO_LARGE */
    static List<byte[]> messages(byte[] body) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            var messages = find(parser, body);
            if (messages == null || messages.isEmpty() || parser.nextToken() != null) {
                throw Fields.malformed("A batch is {\"messages\":[...]} with at least one message");
            }
            return messages;
        } catch (JacksonException broken) {
            throw Fields.malformed("The body is not valid JSON");
        }
    }

    private static @Nullable List<byte[]> find(JsonParser parser, byte[] body) {
        List<byte[]> messages = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var wanted = parser.currentName().equals("messages");
            if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
                messages = cut(parser, body);
            } else {
                parser.skipChildren();
            }
        }
        return messages;
    }

    private static List<byte[]> cut(JsonParser parser, byte[] body) {
        var messages = new ArrayList<byte[]>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (messages.size() == MAX_MESSAGES) {
                throw new Refused(Reason.TOO_LARGE, "a batch has at most " + MAX_MESSAGES + " messages");
            }
            var from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            var to = (int) parser.currentLocation().getByteOffset();
            messages.add(token == JsonToken.START_OBJECT ? Arrays.copyOfRange(body, from, to) : NO_OBJECT);
        }
        return messages;
    }
}
