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
        if (length + json.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + json.length));
        }
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    JsonBytes string(String value) {
        return raw(Payload.text(value).json());
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
