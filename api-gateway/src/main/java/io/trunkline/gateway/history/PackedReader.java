package io.trunkline.gateway.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a {@link PackedWriter} wrote. */
final class PackedReader {
    private final byte[] bytes;
    private int at;

    PackedReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int octet() {
        return bytes[at++] & 0xff;
    }

    long number() {
        var value = 0L;
        for (var shift = 0; ; shift += 7) {
            var octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
    }

    byte[] octets() {
        return take((int) number());
    }

    String text() {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    byte @Nullable [] octetsOrNull() {
        var length = (int) number();
        return length == 0 ? null : take(length - 1);
    }

    @Nullable
    String textOrNull() {
        var octets = octetsOrNull();
        return octets == null ? null : new String(octets, StandardCharsets.UTF_8);
    }

    private byte[] take(int length) {
        var taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }
}
