package io.trunkline.mqtt;

import io.trunkline.mqtt.Shape.Part;

/** Follows the packets of one client by their lengths, keeping no bytes: every part ends within its packet, and reserved bits are zero. */
final class PacketWalk {
    private static final int LONGEST_LENGTH = 4;
    private static final int RESERVED = 0xFC;
    private static final int RESERVED_5 = 0xC0;

    private final PropertyBlock block = new PropertyBlock();
    private Shape shape = Shape.unknown();
    private int version;
    private boolean inLength;
    private boolean inBlock;
    /** The part that the next byte belongs to; -1 outside of a packet. */
    private int part = -1;
    /** Bytes of the packet after those to be skipped and those of the block. */
    private int left;

    private int skip;
    private int value;
    private int digits;

    /** Whether the next byte begins a packet. */
    boolean isBetween() {
        return part < 0 && !inLength && skip == 0;
    }

    /** How many of the next bytes nobody has to look at, once. */
    int skip(int available) {
        var skipped = Math.min(skip, available);
        skip -= skipped;
        return skipped;
    }

    /** @throws ProtocolFault when this byte cannot stand here */
    void take(int octet) {
        if (inBlock) {
            blockByte(octet);
        } else if (inLength) {
            lengthByte(octet);
        } else if (part < 0) {
            shape = Shape.of(octet, version);
            inLength = true;
            restart();
        } else {
            left--;
            partByte(octet);
        }
    }

    private void lengthByte(int octet) {
        if (variable(octet)) {
            inLength = false;
            left = value;
            turnTo(0);
        }
    }

    private void blockByte(int octet) {
        if (block.take(octet)) {
            inBlock = false;
            turnTo(part + 1);
        }
    }

    private void partByte(int octet) {
        if (isComplete(octet)) {
            if (!inBlock) {
                turnTo(part + 1);
            }
        } else if (left == 0) {
            throw cutOff();
        }
    }

    private boolean isComplete(int octet) {
        return switch (shape.parts().get(part)) {
            case TEXT -> {
                value = value << 8 | octet;
                yield ++digits == 2 && jump();
            }
            case TWO -> ++digits == 2;
            case CODE, REST -> true;
            case LEVEL -> level(octet);
            case FLAGS -> {
                shape = Shape.connect(version, octet);
                yield true;
            }
            case OPTIONS -> options(octet & RESERVED);
            case OPTIONS_5 -> options(octet & RESERVED_5);
            default -> variable(octet) && enterBlock();
        };
    }

    private boolean level(int octet) {
        version = octet;
        if (octet < 3 || octet > 5) {
            shape = Shape.unknown();
        }
        return true;
    }

    private static boolean options(int reserved) {
        if (reserved != 0) {
            throw new ProtocolFault(Codes.MALFORMED, "subscription options with reserved bits");
        }
        return true;
    }

    /** True when the variable byte integer is complete. */
    private boolean variable(int octet) {
        value |= (octet & 0x7f) << (7 * digits);
        if ((octet & 0x80) == 0) {
            return true;
        }
        if (++digits == LONGEST_LENGTH) {
            throw new ProtocolFault(Codes.MALFORMED, "a length of more than four bytes");
        }
        return false;
    }

    private boolean jump() {
        skip = room(value);
        return true;
    }

    private boolean enterBlock() {
        var bytes = room(value);
        if (bytes > 0) {
            block.begin(shape.parts().get(part).properties(), bytes);
            inBlock = true;
        }
        return true;
    }

    private int room(int bytes) {
        if (bytes > left) {
            throw cutOff();
        }
        left -= bytes;
        return bytes;
    }

    private static ProtocolFault cutOff() {
        return new ProtocolFault(Codes.MALFORMED, "a part that does not fit its packet");
    }

    private void turnTo(int next) {
        restart();
        var parts = shape.parts();
        part = next == parts.size() && shape.loop() >= 0 ? shape.loop() : next;
        if (left == 0 ? !shape.mayEndBefore(part) : part == parts.size()) {
            throw cutOff();
        }
        if (left == 0 || parts.get(part) == Part.REST) {
            skip += left;
            left = 0;
            part = -1;
        }
    }

    private void restart() {
        value = 0;
        digits = 0;
    }
}
