package io.trunkline.gateway.frame;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import java.util.List;

/** What the server tells JSON clients: one object, {@code {"topic":..., "messageType":..., "data":...}}, as UTF-8 (spec/realtime.md, section 5). */
public final class JsonFrames {

    private JsonFrames() {}

    /** Told to a client when its line is open, and when a subscription is in force. */
    public static byte[] welcome(String topic, Principal client, String remoteAddress) {
        var out = new JsonBytes(256);
        open(out, topic, "welcome");
        out.raw("{\"connection\":{\"id\":")
                .string(String.valueOf(client.connectionId()))
                .raw(",\"appId\":")
                .string(client.application().value())
                .raw(",\"remoteAddress\":")
                .string(remoteAddress)
                .raw("}}}");
        return out.toBytes();
    }

    /** Acknowledges one message to its sender. */
    public static byte[] ack(String id) {
        var out = new JsonBytes(96);
        open(out, "priv/acks", "ack");
        out.raw("{\"data\":").string(id).raw("}}");
        return out.toBytes();
    }

    /** A publication, the same for every receiver. */
    public static byte[] of(Publication publication) {
        var payload = publication.payload();
        var out = new JsonBytes(payload.size() + 256);
        open(out, publication.topic().name(), publication.message().type());
        if (publication.publisher().connectionId() == null) {
            out.raw(payload.json());
        } else {
            envelope(out, publication, payload);
        }
        out.raw("}");
        return out.toBytes();
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
}
