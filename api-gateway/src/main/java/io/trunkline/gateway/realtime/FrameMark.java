package io.trunkline.gateway.realtime;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * By what a client knows its frame again when it is told that it was refused; read from whatever it sent.
 *
 * @param type null where there is none to be found, or none of a sensible length
 * @param id the same
 */
record FrameMark(@Nullable String type, @Nullable String id) {
    /** Of a frame that was not read. */
    static final FrameMark NONE = new FrameMark(null, null);

    private static final int MAX_LENGTH = 128;
    private static final int DEPTH_OF_ID = 2;
    private static final JsonFactory JSON = new JsonFactory();

    /** What can be found before the frame ends, or is no JSON any more. */
    static FrameMark of(byte[] text) {
        var mark = NONE;
        try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    mark = mark.with(parser);
                }
            }
        } catch (JacksonException broken) {
            return mark;
        }
        return mark;
    }

    private FrameMark with(JsonParser parser) {
        var context = parser.streamReadContext();
        if (context.getNestingDepth() > DEPTH_OF_ID || parser.getStringLength() > MAX_LENGTH) {
            return this;
        }
        return switch (context.pathAsPointer().toString()) {
            case "/type" -> new FrameMark(parser.getString(), id);
            case "/data/id" -> new FrameMark(type, parser.getString());
            default -> this;
        };
    }
}
