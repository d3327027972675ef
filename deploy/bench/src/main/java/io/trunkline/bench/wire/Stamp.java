package io.trunkline.bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The mark by which a delivery is recognised in any protocol: {@code #}, four digits of the sender, eight of its sequence
 * number. Read and written in place, without allocation.
 */
public final class Stamp {
    /** Bytes of a stamp. */
    public static final int LENGTH = 13;

    /** What {@link #read} answers where no stamp is. */
    public static final long NONE = -1;

    private static final byte MARK = '#';
    private static final int SENDER_DIGITS = 4;

    private Stamp() {}

    /** A payload of {@code size} bytes (at least {@link #LENGTH}): a stamp to be overwritten, then letters. */
    static String payload(int size) {
        if (size < LENGTH) {
            throw new IllegalArgumentException("a payload of " + size + " bytes cannot hold a stamp");
        }
        return "#" + "0".repeat(LENGTH - 1) + "x".repeat(size - LENGTH);
    }

    static int find(byte[] packet) {
        return new String(packet, StandardCharsets.ISO_8859_1).indexOf('#');
    }

    static int find(ByteBuf in, int from, int length) {
        return in.indexOf(from, from + length, MARK);
    }

    static void write(ByteBuf out, int index, int sender, int sequence) {
        digits(out, index + 1, SENDER_DIGITS, sender);
        digits(out, index + 1 + SENDER_DIGITS, LENGTH - 1 - SENDER_DIGITS, sequence);
    }

    /** The stamp at {@code index}, to be taken apart by {@link #sender} and {@link #sequence}, or {@link #NONE}. */
    static long read(ByteBuf in, int index) {
        if (in.getByte(index) != MARK) {
            return NONE;
        }
        long sender = number(in, index + 1, SENDER_DIGITS);
        return sender << 32 | number(in, index + 1 + SENDER_DIGITS, LENGTH - 1 - SENDER_DIGITS);
    }

    /** The sender in a stamp. */
    public static int sender(long stamp) {
        return (int) (stamp >>> 32);
    }

    /** The sequence number in a stamp. */
    public static int sequence(long stamp) {
        return (int) stamp;
    }

    private static void digits(ByteBuf out, int index, int count, int number) {
        int rest = number;
        for (int i = index + count - 1; i >= index; i--) {
            out.setByte(i, '0' + rest % 10);
            rest /= 10;
        }
    }

    private static int number(ByteBuf in, int index, int count) {
        int number = 0;
        for (int i = index; i < index + count; i++) {
            number = number * 10 + in.getByte(i) - '0';
        }
        return number;
    }
}
