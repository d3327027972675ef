package io.trunkline.broker.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries, and the one mapping between the two ways doors see it: octets (MQTT, queues) and a JSON value (WebSocket, HTTP, events).
 *
 * <p>A JSON string handed in is its text in octets; any other JSON value is its JSON text. Octets handed in are, for a JSON door, the JSON value they
 * spell, else the string they spell in UTF-8, else a base64 string marked {@link #isBinary()}. Octets are never re-encoded for an octet door.
 */
public final class Payload {
    private final byte[] octets;
    private volatile @Nullable Form form;
    private volatile byte @Nullable [] json;

    /** What octets are to a JSON door: a string, another value, or base64. */
    public enum Form {
        TEXT,
        JSON,
        BINARY
    }

    private Payload(byte[] octets, @Nullable Form form, byte @Nullable [] json) {
        this.octets = octets;
        this.form = form;
        this.json = json;
    }

    /** A JSON string, by its text. */
    public static Payload text(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), Form.TEXT, null);
    }

    /**
     * A JSON string, by its text and by its JSON text as it was read, so that neither has to be made again.
     *
     * @param json the quoted string; taken over, not copied
     */
    public static Payload text(String text, byte[] json) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), Form.TEXT, json);
    }

    /** A JSON value that is not a string, as valid JSON text in UTF-8; the array is taken over, not copied. */
    public static Payload json(byte[] json) {
        return new Payload(json, Form.JSON, json);
    }

    /** Bytes as they came; what they are is found out when a JSON door asks. The array is taken over, not copied. */
    public static Payload octets(byte[] octets) {
        return new Payload(octets, null, null);
    }

    /** Bytes as they were kept, with what was known of them then; the array is taken over, not copied. */
    public static Payload kept(byte[] octets, @Nullable Form form) {
        return new Payload(octets, form, null);
    }

    /** What the bytes are, null when nobody has asked yet. */
    public @Nullable Form knownForm() {
        return form;
    }

    /** The bytes for a door that carries bytes; not to be changed by the caller. */
    public byte[] octets() {
        return octets;
    }

    /** The JSON text of the value for a door that speaks JSON; not to be changed by the caller. */
    public byte[] json() {
        var made = json;
        if (made == null) {
            made = switch (form()) {
                case TEXT -> JsonText.quote(octets);
                case JSON -> octets;
                case BINARY -> JsonText.quote(Base64.getEncoder().encode(octets));
            };
            json = made;
        }
        return made;
    }

    /** True when {@link #json()} is base64, which a JSON door says beside it as {@code "encoding":"base64"}. */
    public boolean isBinary() {
        return form() == Form.BINARY;
    }

    /** The media type of {@link #octets()}. */
    public String contentType() {
        return switch (form()) {
            case TEXT -> "text/plain; charset=utf-8";
            case JSON -> "application/json";
            case BINARY -> "application/octet-stream";
        };
    }

    /** The length of {@link #octets()} in bytes. */
    public int size() {
        return octets.length;
    }

    private Form form() {
        var known = form;
        if (known == null) {
            known = classify(octets);
            form = known;
        }
        return known;
    }

    private static Form classify(byte[] octets) {
        if (JsonText.isValid(octets)) {
            return Form.JSON;
        }
        return JsonText.decode(octets) == null ? Form.BINARY : Form.TEXT;
    }
}
