package io.trunkline.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The framing of RFC 6455, section 5: client frames written under a mask of zeros, sizes of server frames read. */
final class WebSocketFrames {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private WebSocketFrames() {}

    /** A client's frame. The mask is zero: legal, and the generator saves masking. */
    static byte[] masked(int opcode, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(payload.length + 14);
        frame.writeByte(FINAL | opcode);
        if (payload.length < LENGTH_16) {
            frame.writeByte(MASKED | payload.length);
        } else {
            frame.writeByte(MASKED | LENGTH_16).writeShort(payload.length);
        }
        frame.writeInt(0).writeBytes(payload);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }

    /** Bytes of the header of the server frame at {@code index} (2, 4 or 10), of which at least two must be there. */
    static int headerLength(ByteBuf in, int index) {
        return switch (in.getByte(index + 1) & 0x7f) {
            case LENGTH_16 -> 4;
            case LENGTH_64 -> 10;
            default -> 2;
        };
    }

    /** Bytes of the payload of the server frame at {@code index}, whose header must be there. */
    static int payloadLength(ByteBuf in, int index) {
        int length = in.getByte(index + 1) & 0x7f;
        return switch (length) {
            case LENGTH_16 -> in.getUnsignedShort(index + 2);
            case LENGTH_64 -> Math.toIntExact(in.getLong(index + 2));
            default -> length;
        };
    }
}
