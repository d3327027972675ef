package io.trunkline.acceptance.packets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that were received, as the standard writes its types (section 1.5). */
final class OctetReader {
    private final ByteBuffer in;

    OctetReader(byte... bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    int octet() {
        return in.get() & 0xff;
    }

    int two() {
        return in.getShort() & 0xffff;
    }

    long four() {
        return in.getInt() & 0xffff_ffffL;
    }

    int variable() {
        var value = 0;
        var shift = 0;
        int next;
        do {
            next = octet();
            value |= (next & 0x7f) << shift;
            shift += 7;
        } while (next >= 0x80);
        return value;
    }

    String text() {
        return utf8(two());
    }

    String rest() {
        return utf8(in.remaining());
    }

    OctetReader part(int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return new OctetReader(bytes);
    }

    private String utf8(int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
