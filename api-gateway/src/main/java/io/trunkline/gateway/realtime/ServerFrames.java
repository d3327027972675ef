package io.trunkline.gateway.realtime;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.gateway.frame.JsonFrames;
import java.nio.ByteBuffer;

/** What the server sends: whole WebSocket frames (RFC 6455, section 5.2), unmasked and so the same for every receiver. */
final class ServerFrames {
    /** A publication for JSON clients, as text or, where its publisher asked for {@code compress}, as binary. */
    static final WireForm BROADCAST = ServerFrames::broadcast;

    private static final int FIN_TEXT = 0x81;
    private static final int FIN_BINARY = 0x82;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;

    private ServerFrames() {}

    /** Told to a client when its line is open, and when a subscription is in force. */
    static byte[] welcome(String topic, Principal client, String remoteAddress) {
        return framed(FIN_TEXT, JsonFrames.welcome(topic, client, remoteAddress));
    }

    /** Acknowledges one message to its sender. */
    static byte[] ack(String id) {
        return framed(FIN_TEXT, JsonFrames.ack(id));
    }

    private static byte[] broadcast(Publication publication) {
        return framed(publication.message().binary() ? FIN_BINARY : FIN_TEXT, JsonFrames.of(publication));
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
