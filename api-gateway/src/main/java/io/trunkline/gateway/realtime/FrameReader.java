package io.trunkline.gateway.realtime;

import io.trunkline.broker.message.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what clients and publishers send. The payload is cut out of the text as it stands, so it is written to subscribers without being parsed and made
 * again.
 */
final class FrameReader {
    private static final int MAX_DEPTH = 64;

    /** Of a value that is no string; in frames that do not ask for it nobody minds. */
    private static final String NO_POSITION = "";

    /** Text that only looks like UTF-16 or has a mark before it is not read: places in it could not be told. */
    private final JsonFactory json = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    /** What one kind of document may hold as its payload. */
    private enum Values {
        /** A frame's {@code payload}: a string, an object or an array. */
        STRUCTURED,
        /** An HTTP {@code message}: any JSON value but null. */
        ANY
    }

    /** A client's frame. @throws Refused MALFORMED with what is wrong, INVALID_TOPIC */
    ClientFrame frame(byte[] text) {
        checkUtf8(text);
        try (var parser = json.createParser(ObjectReadContext.empty(), text)) {
            return frame(parser, text);
        } catch (JacksonException broken) {
            throw Fields.malformed("not valid JSON");
        }
    }

    private static ClientFrame frame(JsonParser parser, byte[] text) {
        String type = null;
        Fields fields = null;
        begin(parser);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (name.equals("type") && token == JsonToken.VALUE_STRING) {
                type = parser.getString();
            } else if (name.equals("data") && token == JsonToken.START_OBJECT) {
                fields = data(parser, text, "payload", Values.STRUCTURED);
            } else {
                parser.skipChildren();
            }
        }
        end(parser);
        if (type == null || fields == null) {
            throw Fields.malformed("a frame has a type and data");
        }
        return frame(type, fields);
    }

    private static ClientFrame frame(String type, Fields fields) {
        return switch (type) {
            case "subscribe" -> new ClientFrame.Subscribe(fields.topic(), fields.since());
            case "unsubscribe" -> new ClientFrame.Unsubscribe(fields.topic());
            case "publish" -> new ClientFrame.Publish(fields.topic(), fields.publication("payload"), fields.echo());
            case "message" -> new ClientFrame.Inbound(fields.message("payload"));
            case "refresh" -> new ClientFrame.Refresh(fields.token());
            default -> throw Fields.malformed("unknown frame type");
        };
    }

    /** The body of an HTTP publish. @throws Refused MALFORMED with what is wrong */
    Fields publish(byte[] text) {
        checkUtf8(text);
        try (var parser = json.createParser(ObjectReadContext.empty(), text)) {
            begin(parser);
            var fields = data(parser, text, "message", Values.ANY);
            end(parser);
            return fields;
        } catch (JacksonException broken) {
            throw Fields.malformed("The body is not valid JSON");
        }
    }

    private static void begin(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Fields.malformed("not a JSON object");
        }
    }

    private static void end(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw Fields.malformed("more than one JSON value");
        }
    }

    private static Fields data(JsonParser parser, byte[] text, String payload, Values values) {
        var fields = new Fields();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (name.equals(payload)) {
                fields.payload(payload(parser, text, values, name));
            } else if (values == Values.ANY && name.equals("excludeConnection") && token != JsonToken.VALUE_NULL) {
                fields.excludeConnection(string(parser, name));
            } else if (token != JsonToken.VALUE_NULL) {
                field(parser, name, fields);
            }
        }
        return fields;
    }

    private static void field(JsonParser parser, String name, Fields fields) {
        switch (name) {
            case "topic" -> fields.topic(string(parser, name));
            case "id" -> fields.id(string(parser, name));
            case "messageType" -> fields.messageType(string(parser, name));
            case "idempotencyKey" -> fields.idempotencyKey(string(parser, name));
            case "delay" -> fields.delay(number(parser, name));
            case "ttl" -> fields.ttl(number(parser, name));
            case "token" -> fields.token(stringOrNull(parser));
            case "since" -> fields.since(Objects.requireNonNullElse(stringOrNull(parser), NO_POSITION));
            case "echo" -> fields.echo(!isFalse(parser));
            case "compress" -> fields.compress(bool(parser, name));
            default -> parser.skipChildren();
        }
    }

    private static Payload payload(JsonParser parser, byte[] text, Values values, String name) {
        var token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            var string = parser.getString();
            return Payload.text(
                    string, cut(parser, text, parser.currentTokenLocation().getByteOffset()));
        }
        var structured = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        if (token == JsonToken.VALUE_NULL) {
            throw Fields.malformed(name + " is missing");
        }
        if (!structured && values == Values.STRUCTURED) {
            throw Fields.malformed(
                    name + (values == Values.ANY ? " is not null" : " is a string, an object or an array"));
        }
        var from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Payload.json(
                structured ? cut(parser, text, from) : parser.getString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] cut(JsonParser parser, byte[] text, long from) {
        return Arrays.copyOfRange(
                text, (int) from, (int) parser.currentLocation().getByteOffset());
    }

    private static String string(JsonParser parser, String name) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw Fields.malformed(name + " is a string");
        }
        return parser.getString();
    }

    private static String number(JsonParser parser, String name) {
        if (!parser.currentToken().isNumeric()) {
            throw Fields.malformed(name + " is a number of seconds");
        }
        return parser.getString();
    }

    /** Of what the vendor's frames may hold with any value: it is passed over. */
    private static @Nullable String stringOrNull(JsonParser parser) {
        parser.skipChildren();
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
    }

    private static boolean isFalse(JsonParser parser) {
        parser.skipChildren();
        return parser.currentToken() == JsonToken.VALUE_FALSE;
    }

    private static boolean bool(JsonParser parser, String name) {
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw Fields.malformed(name + " is true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The parser lets some overlong forms and surrogates pass; what is forwarded as it stands has to be right. */
    private static void checkUtf8(byte[] text) {
        for (var b : text) {
            if (b < 0) {
                decode(text);
                return;
            }
        }
    }

    private static @Nullable Object decode(byte[] text) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException broken) {
            throw Fields.malformed("not valid UTF-8");
        }
    }
}
