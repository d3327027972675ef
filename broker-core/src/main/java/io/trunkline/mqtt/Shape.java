package io.trunkline.mqtt;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts that a packet from a client has, in order (MQTT 3.1.1 and 5, chapter 3).
 *
 * @param loop to which part it goes back after the last; -1 when it does not
 * @param ends the parts before which it may end, one bit each
 */
record Shape(List<Part> parts, int loop, int ends) {
    private static final Shape CONNECT = whole(Part.TEXT, Part.LEVEL, Part.FLAGS);
    private static final Shape UNKNOWN = new Shape(List.of(Part.TEXT, Part.LEVEL, Part.REST), -1, 1 << 2);
    private static final Shape EMPTY = whole();
    private static final Shape ANYTHING = new Shape(List.of(Part.REST), -1, 1);
    private static final Shape PUBLISH = new Shape(List.of(Part.TEXT, Part.REST), -1, 1 << 1);
    private static final Shape PUBLISH_WITH_ID = new Shape(List.of(Part.TEXT, Part.TWO, Part.REST), -1, 1 << 2);
    private static final Shape ACK = whole(Part.TWO);
    private static final Shape SUBSCRIBE = new Shape(List.of(Part.TWO, Part.TEXT, Part.OPTIONS), 1, 1 << 1);
    private static final Shape UNSUBSCRIBE = new Shape(List.of(Part.TWO, Part.TEXT), 1, 1 << 1);

    private static final Shape PUBLISH_5 = new Shape(List.of(Part.TEXT, Part.OF_PUBLISH, Part.REST), -1, 1 << 2);
    private static final Shape PUBLISH_WITH_ID_5 =
            new Shape(List.of(Part.TEXT, Part.TWO, Part.OF_PUBLISH, Part.REST), -1, 1 << 3);
    private static final Shape ACK_5 = new Shape(List.of(Part.TWO, Part.CODE, Part.OF_ACK), -1, 0b1110);
    private static final Shape SUBSCRIBE_5 =
            new Shape(List.of(Part.TWO, Part.OF_SUBSCRIBE, Part.TEXT, Part.OPTIONS_5), 2, 1 << 2);
    private static final Shape UNSUBSCRIBE_5 = new Shape(List.of(Part.TWO, Part.OF_UNSUBSCRIBE, Part.TEXT), 2, 1 << 2);
    private static final Shape DISCONNECT_5 = new Shape(List.of(Part.CODE, Part.OF_DISCONNECT), -1, 0b111);
    private static final Shape AUTH_5 = new Shape(List.of(Part.CODE, Part.OF_AUTH), -1, 0b111);

    private static final int QOS = 0x06;
    private static final int USER = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL = 0x04;

    /** What stands between the bytes that only the codec looks at. */
    enum Part {
        /** Two bytes of length, and as many bytes. */
        TEXT,
        TWO,
        CODE,
        LEVEL,
        FLAGS,
        OPTIONS,
        OPTIONS_5,
        /** All that is left. */
        REST,
        OF_CONNECT(0x11, 0x15, 0x16, 0x17, 0x19, 0x21, 0x22, 0x26, 0x27),
        OF_WILL(0x01, 0x02, 0x03, 0x08, 0x09, 0x18, 0x26),
        OF_PUBLISH(0x01, 0x02, 0x03, 0x08, 0x09, 0x0B, 0x23, 0x26),
        OF_ACK(0x1F, 0x26),
        OF_SUBSCRIBE(0x0B, 0x26),
        OF_UNSUBSCRIBE(0x26),
        OF_DISCONNECT(0x11, 0x1C, 0x1F, 0x26),
        OF_AUTH(0x15, 0x16, 0x1F, 0x26);

        private final long properties;

        Part(int... properties) {
            var all = 0L;
            for (var property : properties) {
                all |= 1L << property;
            }
            this.properties = all;
        }

        /** Which properties may be in this block, one bit each; none when it is no block. */
        long properties() {
            return properties;
        }
    }

    private static Shape whole(Part... parts) {
        return new Shape(List.of(parts), -1, 1 << parts.length);
    }

    /**
     * By the first byte of a packet.
     *
     * @param version the protocol level; 0 before CONNECT
     * @throws ProtocolFault when no client sends such a packet now
     */
    static Shape of(int first, int version) {
        var type = first >> 4;
        if (type == 1) {
            return CONNECT;
        }
        if (version == 0) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "the first packet is CONNECT");
        }
        if (type == 2 || type == 9 || type == 11 || type == 13) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a packet that only servers send");
        }
        return version == 5 ? ofVersion5(type, first) : ofVersion3(type, first);
    }

    private static Shape ofVersion3(int type, int first) {
        return switch (type) {
            case 3 -> (first & QOS) == 0 ? PUBLISH : PUBLISH_WITH_ID;
            case 4, 5, 6, 7 -> ACK;
            case 8 -> SUBSCRIBE;
            case 10 -> UNSUBSCRIBE;
            case 12, 14 -> EMPTY;
            default -> ANYTHING;
        };
    }

    private static Shape ofVersion5(int type, int first) {
        return switch (type) {
            case 3 -> (first & QOS) == 0 ? PUBLISH_5 : PUBLISH_WITH_ID_5;
            case 4, 5, 6, 7 -> ACK_5;
            case 8 -> SUBSCRIBE_5;
            case 10 -> UNSUBSCRIBE_5;
            case 12 -> EMPTY;
            case 14 -> DISCONNECT_5;
            case 15 -> AUTH_5;
            default -> ANYTHING;
        };
    }

    /** A CONNECT of a level that is not served; the codec says so. */
    static Shape unknown() {
        return UNKNOWN;
    }

    /** A CONNECT whole, now that its flags are known. */
    static Shape connect(int version, int flags) {
        var parts = new ArrayList<>(CONNECT.parts());
        parts.add(Part.TWO);
        add(parts, version, Part.OF_CONNECT);
        parts.add(Part.TEXT);
        if ((flags & WILL) != 0) {
            add(parts, version, Part.OF_WILL);
            parts.add(Part.TEXT);
            parts.add(Part.TEXT);
        }
        for (var text = flags & (USER | PASSWORD); text != 0; text &= text - 1) {
            parts.add(Part.TEXT);
        }
        return whole(parts.toArray(Part[]::new));
    }

    private static void add(List<Part> parts, int version, Part properties) {
        if (version == 5) {
            parts.add(properties);
        }
    }

    boolean mayEndBefore(int part) {
        return (ends >> part & 1) != 0;
    }
}
