package io.trunkline.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * MQTT packets as bytes, put together by hand. Parts are written thus: an Integer as one byte, a String with its length before it, bytes as they are.
 */
final class Wire {
    static final byte[] PINGREQ = {(byte) 0xC0, 0};
    static final byte[] PINGRESP = {(byte) 0xD0, 0};

    private Wire() {}

    /** A packet with its first byte and its remaining length. */
    static byte[] packet(int first, Object... parts) {
        var rest = bytes(parts);
        return bytes(first, length(rest.length), rest);
    }

    static byte[] bytes(Object... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            if (part instanceof Integer one) {
                out.write(one);
            } else if (part instanceof String text) {
                out.writeBytes(u16(utf8(text).length));
                out.writeBytes(utf8(text));
            } else {
                out.writeBytes((byte[]) part);
            }
        }
        return out.toByteArray();
    }

    /** A variable byte integer. */
    static byte[] length(int value) {
        var out = new ByteArrayOutputStream();
        var left = value;
        while (left >= 0x80) {
            out.write((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write(left);
        return out.toByteArray();
    }

    static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] u32(int value) {
        return bytes(u16(value >>> 16), u16(value));
    }

    /** Properties with their length before them. */
    static byte[] properties(Object... parts) {
        var all = bytes(parts);
        return bytes(length(all.length), all);
    }

    /** The properties whose length stands at a place in a packet, the last of each kind; texts and data without their length. */
    static Map<Integer, byte[]> propertiesOf(byte[] packet, int at) {
        var found = new HashMap<Integer, byte[]>();
        var end = at + 1 + packet[at];
        for (var i = at + 1; i < end; ) {
            int id = packet[i++];
            if (id == 0x26) {
                i += 2 + u16At(packet, i);
            }
            var size = sizeOf(id, packet, i);
            found.put(id, Arrays.copyOfRange(packet, isText(id) ? i + 2 : i, i + size));
            i += size;
        }
        return found;
    }

    private static boolean isText(int id) {
        return switch (id) {
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F, 0x26 -> true;
            default -> false;
        };
    }

    private static int sizeOf(int id, byte[] packet, int at) {
        if (isText(id)) {
            return 2 + u16At(packet, at);
        }
        return switch (id) {
            case 0x02, 0x11, 0x18, 0x27 -> 4;
            case 0x13, 0x21, 0x22, 0x23 -> 2;
            default -> 1;
        };
    }

    private static int u16At(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
