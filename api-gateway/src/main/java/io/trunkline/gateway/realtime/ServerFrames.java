package io.trunkline.gateway.realtime;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.frame.JsonFrames;
import io.trunkline.gateway.frame.NoticeFrames;
import io.trunkline.gateway.frame.Resumed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server sends: whole WebSocket frames (RFC 6455, section 5.2), unmasked and so the same for every receiver. */
final class ServerFrames {
    private static final int FIN_TEXT = 0x81;
    private static final int FIN_BINARY = 0x82;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;

    private ServerFrames() {}

    /** Told to a client when its line is open, and when a subscription is in force. */
    static byte[] welcome(String topic, Principal client, String remoteAddress) {
        return framed(FIN_TEXT, JsonFrames.welcome(topic, client, remoteAddress));
    }

    /** Told to a client that asked to go on from somewhere in a topic's log, before it does. */
    static byte[] resumed(String topic, Principal client, String remoteAddress, Resumed resumed) {
        return framed(FIN_TEXT, JsonFrames.resumed(topic, client, remoteAddress, resumed));
    }

    /** Acknowledges one message to its sender. */
    static byte[] ack(Receipt receipt) {
        return framed(FIN_TEXT, JsonFrames.ack(receipt));
    }

    /** Tells one client, which asked for it, what was wrong with a frame. */
    static byte[] error(Refused no, FrameMark mark) {
        var status = CloseStatus.of(no.reason());
        return framed(FIN_TEXT, NoticeFrames.error(no, status.text(), mark.type(), mark.id()));
    }

    /** Tells one client, which asked for it, that a subscription has ended. */
    static byte[] unsubscribed(String topic, Reason reason) {
        return framed(FIN_TEXT, NoticeFrames.unsubscribed(topic, reason));
    }

    /** Tells one client that its new token counts. */
    static byte[] refreshed(@Nullable Instant expiry, List<String> dropped) {
        return framed(FIN_TEXT, NoticeFrames.refreshed(expiry, dropped));
    }

    /** A publication. */
    static byte[] broadcast(byte[] json, boolean binary) {
        return framed(binary ? FIN_BINARY : FIN_TEXT, json);
    }

    /** A publication, by permessage-deflate. */
    static byte[] deflatedBroadcast(byte[] deflated, boolean binary) {
        return framed((binary ? FIN_BINARY : FIN_TEXT) | MessageDeflate.MARK, deflated);
    }

    private static byte[] framed(int head, byte[] body) {
        var length = body.length;
        var frame = ByteBuffer.allocate(length + (length < TWO_BYTE_LENGTH ? 2 : length <= 0xFFFF ? 4 : 10));
        frame.put((byte) head);
        if (length < TWO_BYTE_LENGTH) {
            frame.put((byte) length);
        } else if (length <= 0xFFFF) {
            frame.put((byte) TWO_BYTE_LENGTH).putShort((short) length);
        } else {
            frame.put((byte) EIGHT_BYTE_LENGTH).putLong(length);
        }
        return frame.put(body).array();
    }
}
