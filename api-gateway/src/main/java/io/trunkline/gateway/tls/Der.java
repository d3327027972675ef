package io.trunkline.gateway.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** The few forms of DER (X.690) that a certificate is written in. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");
    private static final int LAST_YEAR_OF_UTC = 2049;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, concat(parts));
    }

    static byte[] set(byte[]... parts) {
        return tagged(SET, concat(parts));
    }

    static byte[] explicit(int number, byte[] content) {
        return tagged(0xA0 | number, content);
    }

    /** An implicit tag of a primitive type. */
    static byte[] implicit(int number, byte[] content) {
        return tagged(0x80 | number, content);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return new byte[] {0x01, 1, (byte) 0xff};
    }

    static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    static byte[] text(String text) {
        return tagged(0x0C, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param unused bits at the end that are not part of it */
    static byte[] bits(int unused, byte[] content) {
        return tagged(0x03, concat(new byte[] {(byte) unused}, content));
    }

    /** @param dotted arcs below 2^28 */
    static byte[] oid(String dotted) {
        var arcs =
                Arrays.stream(dotted.split("\\.")).mapToInt(Integer::parseInt).toArray();
        var out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (var i = 2; i < arcs.length; i++) {
            for (var shift = 21; shift > 0; shift -= 7) {
                if (arcs[i] >>> shift != 0) {
                    out.write(((arcs[i] >>> shift) & 0x7f) | 0x80);
                }
            }
            out.write(arcs[i] & 0x7f);
        }
        return tagged(0x06, out.toByteArray());
    }

    /** RFC 5280, section 4.1.2.5. */
    static byte[] time(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        return utc.getYear() <= LAST_YEAR_OF_UTC
                ? tagged(0x17, UTC.format(utc).getBytes(StandardCharsets.US_ASCII))
                : tagged(0x18, GENERALIZED.format(utc).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] tagged(int tag, byte[] content) {
        var length = content.length < 0x80
                ? new byte[] {(byte) content.length}
                : BigInteger.valueOf(content.length).toByteArray();
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= 0x80) {
            var skip = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - skip));
            out.write(length, skip, length.length - skip);
        } else {
            out.writeBytes(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
