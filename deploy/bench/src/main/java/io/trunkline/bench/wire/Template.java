package io.trunkline.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A publish packet encoded once; from one publication to the next only the stamp in it changes. */
final class Template {
    private final byte[] packet;
    private final int stampAt;
    private final int sender;

    Template(byte[] packet, int sender) {
        this.packet = packet.clone();
        this.stampAt = Stamp.find(packet);
        this.sender = sender;
    }

    ByteBuf stamped(ByteBufAllocator allocator, int sequence) {
        ByteBuf out = allocator.directBuffer(packet.length).writeBytes(packet);
        Stamp.write(out, stampAt, sender, sequence);
        return out;
    }
}
