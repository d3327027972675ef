package io.trunkline.gateway.realtime;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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
        var out = new JsonBytes(256);
        open(out, topic, "welcome");
        out.raw("{\"connection\":{\"id\":")
                .string(String.valueOf(client.connectionId()))
                .raw(",\"appId\":")
                .string(client.application().value())
                .raw(",\"remoteAddress\":")
                .string(remoteAddress)
                .raw("}}}");
        return framed(FIN_TEXT, out.toBytes());
    }

    /** Acknowledges one message to its sender. */
    static byte[] ack(String id) {
        var out = new JsonBytes(96);
        open(out, "priv/acks", "ack");
        out.raw("{\"data\":").string(id).raw("}}");
        return framed(FIN_TEXT, out.toBytes());
    }

    private static byte[] broadcast(Publication publication) {
        var payload = publication.payload();
        var out = new JsonBytes(payload.size() + 256);
        open(out, publication.topic().name(), publication.message().type());
        if (publication.publisher().connectionId() == null) {
            out.raw(payload.json());
        } else {
            envelope(out, publication, payload);
        }
        out.raw("}");
        return framed(publication.message().binary() ? FIN_BINARY : FIN_TEXT, out.toBytes());
    }

    private static void envelope(JsonBytes out, Publication publication, Payload payload) {
        out.raw("{\"client\":");
        client(out, publication.publisher());
        out.raw(",\"payload\":").raw(payload.json()).raw(",\"id\":").string(publication.id());
        if (payload.isBinary()) {
            out.raw(",\"encoding\":\"base64\"");
        }
        out.raw("}");
    }

    /** Permissions are shown where the platform speaks for a client: to the backends that hear inbound messages. */
    private static void client(JsonBytes out, Principal client) {
        out.raw("{\"connectionId\":")
                .string(String.valueOf(client.connectionId()))
                .raw(",\"subject\":")
                .string(client.subject());
        if (client.permissions().isPlatform()) {
            out.raw(",\"permissions\":");
            strings(out, client.permissions().claims());
        }
        out.raw("}");
    }

    private static void strings(JsonBytes out, List<String> values) {
        var separator = "[";
        for (var value : values) {
            out.raw(separator).string(value);
            separator = ",";
        }
        out.raw(values.isEmpty() ? "[]" : "]");
    }

    private static void open(JsonBytes out, String topic, String messageType) {
        out.raw("{\"topic\":")
                .string(topic)
                .raw(",\"messageType\":")
                .string(messageType)
                .raw(",\"data\":");
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

    /** JSON text under construction, as bytes. */
    private static final class JsonBytes {
        private byte[] bytes;
        private int length;

        JsonBytes(int capacity) {
            bytes = new byte[capacity];
        }

        JsonBytes raw(String ascii) {
            return raw(ascii.getBytes(StandardCharsets.US_ASCII));
        }

        JsonBytes raw(byte[] json) {
            if (length + json.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + json.length));
            }
            System.arraycopy(json, 0, bytes, length, json.length);
            length += json.length;
            return this;
        }

        JsonBytes string(String value) {
            return raw(Payload.text(value).json());
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
