package io.trunkline.gateway.realtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client's messages, put together from their fragments (RFC 6455, section 5.4). A message that is refused is passed over to its end. */
final class Assembly {
    private byte @Nullable [] begun;
    private boolean passing;

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
        var joined = before == null ? ByteBufUtil.getBytes(frame.content()) : join(before, frame.content(), most);
        begun = frame.isFinalFragment() ? null : joined;
        return frame.isFinalFragment() ? joined : null;
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
