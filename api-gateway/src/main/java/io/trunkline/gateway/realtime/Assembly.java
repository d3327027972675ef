package io.trunkline.gateway.realtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client's messages, put together from their fragments (RFC 6455, section 5.4) and unpacked where they are compressed (RFC 7692). A message that is
 * refused is passed over to its end.
 */
final class Assembly {
    /** RSV1, as it is seen in a frame. */
    private static final int COMPRESSED = 4;

    private final boolean deflates;
    private boolean compressed;
    private byte @Nullable [] begun;
    private boolean passing;

    /** @param deflates whether permessage-deflate was agreed on */
    Assembly(boolean deflates) {
        this.deflates = deflates;
    }

    /** Whether the frame is marked as nothing but what was agreed on: the first of a compressed message. */
    boolean understands(WebSocketFrame frame) {
        var begins = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        return frame.rsv() == 0 || (deflates && begins && frame.rsv() == COMPRESSED);
    }

    /**
     * Takes a data frame; answers the message that ends with it, or null.
     *
     * @param most how long all fragments together may be, in bytes; a message in one piece is not measured here
     * @throws Refused TOO_LARGE, MALFORMED; once a message
     */
    byte @Nullable [] add(WebSocketFrame frame, int most) {
        if (passing) {
            passing = !frame.isFinalFragment();
            return null;
        }
        try {
            return join(frame, most);
        } catch (Refused no) {
            begun = null;
            passing = !frame.isFinalFragment();
            throw no;
        }
    }

    private byte @Nullable [] join(WebSocketFrame frame, int most) {
        if (frame instanceof BinaryWebSocketFrame) {
            throw Fields.malformed("client frames are text");
        }
        var before = begun;
        compressed = before == null ? frame.rsv() == COMPRESSED : compressed;
        var joined = before == null ? ByteBufUtil.getBytes(frame.content()) : join(before, frame.content(), most);
        begun = frame.isFinalFragment() ? null : joined;
        if (!frame.isFinalFragment()) {
            return null;
        }
        return compressed ? MessageDeflate.inflate(joined, most) : joined;
    }

    private static byte[] join(byte[] before, ByteBuf fragment, int most) {
        var length = before.length + fragment.readableBytes();
        if (length > most) {
            throw new Refused(Reason.TOO_LARGE, "a frame has at most " + most + " bytes");
        }
        var joined = Arrays.copyOf(before, length);
        fragment.getBytes(fragment.readerIndex(), joined, before.length, fragment.readableBytes());
        return joined;
    }
}
