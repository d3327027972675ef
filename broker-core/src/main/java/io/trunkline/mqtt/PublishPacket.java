package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * A PUBLISH packet in parts (MQTT 5, section 3.3): what all its receivers share stands ready as bytes, what is one receiver's own is said here.
 *
 * @param first the first byte: type, dup, QoS, retain
 * @param topic with its length before it
 * @param packetId 0 for QoS 0
 * @param own properties of this receiver, encoded, without a length
 * @param properties shared properties, encoded, without a length; null in MQTT 3, which has none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record PublishPacket(
        int first,
        byte[] topic,
        int packetId,
        byte[] own,
        byte @org.jspecify.annotations.Nullable [] properties,
        byte[] payload) {
    static final int TYPE = 0x30;
    static final int DUP = 0x08;
    static final int RETAIN = 0x01;

    /** The same with other shared properties. */
    PublishPacket with(byte[] otherProperties) {
        return new PublishPacket(first, topic, packetId, own, otherProperties, payload);
    }

    /** The same with other properties of this receiver's own. */
    PublishPacket withOwn(byte[] otherOwn) {
        return new PublishPacket(first, topic, packetId, otherOwn, properties, payload);
    }

    /** The whole packet's length in bytes. */
    int size() {
        var remaining = remaining();
        return 1 + lengthOf(remaining) + remaining;
    }

    private int remaining() {
        var length = topic.length + payload.length + (packetId == 0 ? 0 : 2);
        if (properties == null) {
            return length;
        }
        var block = own.length + properties.length;
        return length + lengthOf(block) + block;
    }

    void write(ByteBuf out) {
        out.writeByte(first);
        writeLength(out, remaining());
        out.writeBytes(topic);
        if (packetId != 0) {
            out.writeShort(packetId);
        }
        if (properties != null) {
            writeLength(out, own.length + properties.length);
            out.writeBytes(own).writeBytes(properties);
        }
        out.writeBytes(payload);
    }

    /** A variable byte integer (section 1.5.5). */
    static void writeLength(ByteBuf out, int value) {
        var left = value;
        while (left >= 0x80) {
            out.writeByte((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.writeByte(left);
    }

    private static int lengthOf(int value) {
        if (value < 1 << 7) {
            return 1;
        }
        if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 21 ? 3 : 4;
    }
}
