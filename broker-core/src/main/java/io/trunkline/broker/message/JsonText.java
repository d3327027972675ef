package io.trunkline.broker.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) as bytes: strict validation without building anything, and strings written without escaping more than must be. */
final class JsonText {
    private static final int MAX_DEPTH = 256;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private int at;

    private JsonText(byte[] bytes) {
        this.bytes = bytes;
    }

    /** True when the bytes are one JSON value in UTF-8, white space around it allowed, nested at most 256 deep. */
    static boolean isValid(byte[] bytes) {
        if (bytes.length == 0 || decode(bytes) == null) {
            return false;
        }
        var scan = new JsonText(bytes);
        scan.space();
        if (!scan.value(0)) {
            return false;
        }
        scan.space();
        return scan.at == bytes.length;
    }

    /** The text of UTF-8 bytes, or null when they are not UTF-8. */
    static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** UTF-8 text as a JSON string; only quotes, backslashes and control characters are escaped. */
    static byte[] quote(byte[] utf8) {
        var out = new ByteArrayOutputStream(utf8.length + 16);
        out.write('"');
        for (var b : utf8) {
            escape(out, b);
        }
        out.write('"');
        return out.toByteArray();
    }

    private static void escape(ByteArrayOutputStream out, byte b) {
        switch (b) {
            case '"', '\\' -> pair(out, b);
            case '\n' -> pair(out, 'n');
            case '\r' -> pair(out, 'r');
            case '\t' -> pair(out, 't');
            default -> {
                if (b >= 0 && b < 0x20) {
                    out.writeBytes(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]});
                } else {
                    out.write(b);
                }
            }
        }
    }

    private static void pair(ByteArrayOutputStream out, int c) {
        out.write('\\');
        out.write(c);
    }

    private boolean value(int depth) {
        if (at >= bytes.length) {
            return false;
        }
        return switch (bytes[at]) {
            case '{' -> depth < MAX_DEPTH && object(depth);
            case '[' -> depth < MAX_DEPTH && array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        at++;
        space();
        if (take('}')) {
            return true;
        }
        do {
            space();
            if (!string()) {
                return false;
            }
            space();
            if (!take(':')) {
                return false;
            }
            space();
            if (!value(depth + 1)) {
                return false;
            }
            space();
        } while (take(','));
        return take('}');
    }

    private boolean array(int depth) {
        at++;
        space();
        if (take(']')) {
            return true;
        }
        do {
            space();
            if (!value(depth + 1)) {
                return false;
            }
            space();
        } while (take(','));
        return take(']');
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < bytes.length) {
            var b = bytes[at++];
            if (b == '"') {
                return true;
            }
            if ((b >= 0 && b < 0x20) || (b == '\\' && !escaped())) {
                return false;
            }
        }
        return false;
    }

    private boolean escaped() {
        if (at >= bytes.length) {
            return false;
        }
        var b = bytes[at++];
        if (b != 'u') {
            return "\"\\/bfnrt".indexOf(b) >= 0;
        }
        var end = at + 4;
        while (at < end && at < bytes.length && Character.digit(bytes[at], 16) >= 0) {
            at++;
        }
        return at == end;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        var from = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at > from;
    }

    private boolean word(String word) {
        for (var i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean take(char c) {
        if (at < bytes.length && bytes[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }
}
