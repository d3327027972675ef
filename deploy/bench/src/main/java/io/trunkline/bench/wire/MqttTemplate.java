package io.trunkline.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A PUBLISH encoded once; at QoS 1 the packet identifier follows from the sequence number. */
record MqttTemplate(Template template, int packetIdAt) {
    ByteBuf stamped(ByteBufAllocator allocator, int sequence) {
        ByteBuf out = template.stamped(allocator, sequence);
        if (packetIdAt >= 0) {
            out.setShort(packetIdAt, PacketIds.of(sequence));
        }
        return out;
    }
}
