package io.trunkline.mqtt;

/** Follows the properties of one packet byte by byte (MQTT 5, section 2.2.2): each of a kind that its packet has, once unless it may repeat, and whole. */
final class PropertyBlock {
    private static final int USER_PROPERTY = 0x26;
    private static final int VARIABLE = -1;
    private static final int TEXT = -2;
    private static final int PAIR = -3;
    private static final int LONGEST_LENGTH = 4;

    private long allowed;
    private long seen;
    /** Bytes of the block that are still to come. */
    private int left;
    /** Bytes of the value that are still to come. */
    private int value;
    /** Texts of the value that are still to come. */
    private int texts;

    private int length;
    private int digits;
    private State state = State.ID;

    private enum State {
        ID,
        VALUE,
        LENGTH,
        INTEGER
    }

    /** @param kinds that may be there, one bit each */
    void begin(long kinds, int bytes) {
        allowed = kinds;
        seen = 0;
        left = bytes;
        state = State.ID;
    }

    /** True when the block is complete. */
    boolean take(int octet) {
        left--;
        switch (state) {
            case ID -> kind(octet);
            case VALUE -> value();
            case LENGTH -> length(octet);
            case INTEGER -> integer(octet);
        }
        if (left == 0 && state != State.ID) {
            throw new ProtocolFault(Codes.MALFORMED, "a property that is cut off");
        }
        return left == 0;
    }

    private void kind(int id) {
        var bit = 1L << id;
        if (id >= Long.SIZE || (allowed & bit) == 0) {
            throw new ProtocolFault(Codes.MALFORMED, "a property that its packet does not have");
        }
        if (id != USER_PROPERTY && (seen & bit) != 0) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a property more than once");
        }
        seen |= bit;
        digits = 0;
        length = 0;
        begin(sizeOf(id));
    }

    private void begin(int size) {
        value = size;
        texts = size == PAIR ? 2 : 1;
        state = size > 0 ? State.VALUE : size == VARIABLE ? State.INTEGER : State.LENGTH;
    }

    private static int sizeOf(int id) {
        return switch (id) {
            case 0x02, 0x11, 0x18, 0x27 -> 4;
            case 0x13, 0x21, 0x22, 0x23 -> 2;
            case 0x0B -> VARIABLE;
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F -> TEXT;
            case USER_PROPERTY -> PAIR;
            default -> 1;
        };
    }

    private void value() {
        if (--value == 0) {
            valueEnded();
        }
    }

    private void valueEnded() {
        digits = 0;
        length = 0;
        state = --texts > 0 ? State.LENGTH : State.ID;
    }

    private void length(int octet) {
        length = length << 8 | octet;
        if (++digits < 2) {
            return;
        }
        value = length;
        if (value == 0) {
            valueEnded();
        } else {
            state = State.VALUE;
        }
    }

    private void integer(int octet) {
        if ((octet & 0x80) == 0) {
            state = State.ID;
        } else if (++digits == LONGEST_LENGTH) {
            throw new ProtocolFault(Codes.MALFORMED, "a length of more than four bytes");
        }
    }
}
