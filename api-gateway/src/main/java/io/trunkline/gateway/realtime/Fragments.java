package io.trunkline.gateway.realtime;

import io.netty.buffer.ByteBuf;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Arrays;

/** The fragments of one client frame (RFC 6455, section 5.4) as far as they have come. */
final class Fragments {
    private byte[] bytes = {};

    /**
     * @param most how long all fragments together may be, in bytes
     * @throws Refused TOO_LARGE
     */
    void add(ByteBuf fragment, int most) {
        var before = bytes.length;
        var more = fragment.readableBytes();
        if (before + more > most) {
            throw new Refused(Reason.TOO_LARGE, "a frame has at most " + most + " bytes");
        }
        bytes = Arrays.copyOf(bytes, before + more);
        fragment.getBytes(fragment.readerIndex(), bytes, before, more);
    }

    byte[] whole() {
        return bytes;
    }
}
