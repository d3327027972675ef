package io.trunkline.acceptance.packets;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes to be sent, as the standard writes its types (section 1.5). */
final class Octets {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Octets octet(int value) {
        out.write(value);
        return this;
    }

    Octets two(int value) {
        return octet(value >> 8).octet(value);
    }

    Octets four(long value) {
        return two((int) (value >> 16)).two((int) value);
    }

    Octets variable(int value) {
        var left = value;
        while (left >= 0x80) {
            octet((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        return octet(left);
    }

    Octets bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Octets text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return two(bytes.length).bytes(bytes);
    }

    /** These bytes with their length before them. */
    Octets counted(Octets inner) {
        return variable(inner.out.size()).bytes(inner.out.toByteArray());
    }

    byte[] array() {
        return out.toByteArray();
    }
}
