package io.trunkline.gateway.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a {@link PackedWriter} wrote. */
public final class PackedReader {
    private final byte[] bytes;
    private int at;

    public PackedReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public int octet() {
        return bytes[at++] & 0xff;
    }

    public long number() {
        var value = 0L;
        for (var shift = 0; ; shift += 7) {
            var octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
    }

    public byte[] octets() {
        return take((int) number());
    }

    public String text() {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    public byte @Nullable [] octetsOrNull() {
        var length = (int) number();
        return length == 0 ? null : take(length - 1);
    }

    public @Nullable String textOrNull() {
        var octets = octetsOrNull();
        return octets == null ? null : new String(octets, StandardCharsets.UTF_8);
    }

    private byte[] take(int length) {
        var taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }
}
