package io.trunkline.gateway.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that grow: numbers in as few as they need, everything else after its length. */
public final class PackedWriter {
    private byte[] bytes;
    private int end;

    public PackedWriter(int guess) {
        bytes = new byte[guess];
    }

    private void reserve(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }

    public void octet(int value) {
        reserve(1);
        bytes[end++] = (byte) value;
    }

    /** Seven bits at a time, the lowest first. */
    public void number(long value) {
        var rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        octet((int) rest);
    }

    public void octets(byte[] value) {
        number(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, end, value.length);
        end += value.length;
    }

    public void text(String value) {
        octets(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Its length and one, so that null is nought. */
    public void octetsOrNull(byte @Nullable [] value) {
        if (value == null) {
            octet(0);
            return;
        }
        number(value.length + 1L);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, end, value.length);
        end += value.length;
    }

    public void textOrNull(@Nullable String value) {
        octetsOrNull(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
    }
}
