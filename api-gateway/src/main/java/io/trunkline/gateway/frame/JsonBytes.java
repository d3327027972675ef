package io.trunkline.gateway.frame;

import io.trunkline.broker.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON text under construction, as bytes. */
final class JsonBytes {
    private byte[] bytes;
    private int length;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    JsonBytes raw(String ascii) {
        return raw(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    JsonBytes raw(byte[] json) {
        return raw(json, json.length);
    }

    JsonBytes raw(JsonBytes other) {
        return raw(other.bytes, other.length);
    }

    private JsonBytes raw(byte[] json, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        System.arraycopy(json, 0, bytes, length, count);
        length += count;
        return this;
    }

    JsonBytes string(String value) {
        return raw(Payload.text(value).json());
    }

    /** In bytes. */
    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
