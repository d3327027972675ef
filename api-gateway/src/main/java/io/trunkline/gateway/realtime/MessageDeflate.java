package io.trunkline.gateway.realtime;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The extension permessage-deflate (RFC 7692), each message by itself in both directions: a connection keeps no window, and a publication is compressed once
 * for all its readers.
 */
final class MessageDeflate {
    static final String HEADER = "Sec-WebSocket-Extensions";

    /** RSV1 in a frame's first byte. */
    static final int MARK = 0x40;

    private static final String NAME = "permessage-deflate";
    private static final String WHOLE_WINDOW = "server_max_window_bits=15";
    private static final List<String> UNDERSTOOD =
            List.of("server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits", WHOLE_WINDOW);

    /** What a flushed block ends with, and what is left out on the wire (section 7.2.1). */
    private static final byte[] TAIL = {0, 0, -1, -1};

    private MessageDeflate() {}

    /** The header that accepts the first offer that can be kept, or null. */
    static @Nullable String agree(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(offer -> offer.replace(" ", "").replace("\"", "").toLowerCase(Locale.ROOT))
                .map(offer -> List.of(offer.split(";", -1)))
                .filter(MessageDeflate::canBeKept)
                .findFirst()
                .map(offer -> NAME + "; server_no_context_takeover; client_no_context_takeover"
                        + (offer.contains(WHOLE_WINDOW) ? "; " + WHOLE_WINDOW : ""))
                .orElse(null);
    }

    private static boolean canBeKept(List<String> offer) {
        return offer.get(0).equals(NAME)
                && offer.stream()
                        .skip(1)
                        .allMatch(parameter ->
                                UNDERSTOOD.contains(parameter) || parameter.startsWith("client_max_window_bits="));
    }

    static byte[] deflate(byte[] message) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(message);
            var out = new byte[message.length + 64];
            var length = 0;
            for (var more = -1; more != 0; length += more) {
                out = length == out.length ? Arrays.copyOf(out, length * 2) : out;
                more = deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
            }
            return Arrays.copyOf(out, length - TAIL.length);
        } finally {
            deflater.end();
        }
    }

    /**
     * The message as it was before it was compressed.
     *
     * @param most the length it may have, in bytes; nothing beyond is unpacked
     * @throws Refused TOO_LARGE, MALFORMED
     */
    static byte[] inflate(byte[] deflated, int most) {
        var inflater = new Inflater(true);
        try {
            var out = new byte[most + 1];
            inflater.setInput(deflated);
            var length = fill(inflater, out, 0);
            inflater.setInput(TAIL);
            length = fill(inflater, out, length);
            if (length > most) {
                throw new Refused(Reason.TOO_LARGE, "a frame has at most " + most + " bytes");
            }
            return Arrays.copyOf(out, length);
        } catch (DataFormatException broken) {
            throw Fields.malformed("not valid deflate");
        } finally {
            inflater.end();
        }
    }

    private static int fill(Inflater inflater, byte[] out, int from) throws DataFormatException {
        var length = from;
        for (var more = -1; more != 0 && length < out.length; length += more) {
            more = inflater.inflate(out, length, out.length - length);
        }
        return length;
    }
}
