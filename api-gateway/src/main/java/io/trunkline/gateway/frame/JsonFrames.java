package io.trunkline.gateway.frame;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;

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

    /** A publication, the same for every receiver: what was published over a line says by whom, of what came by HTTP the data is the value itself. */
    public static byte[] of(Publication publication) {
        var payload = publication.payload();
        var out = begin(publication, payload.size() + 256);
        if (publication.publisher().connectionId() == null) {
            return out.raw(payload.json()).raw("}").toBytes();
        }
        out.raw("{");
        InboundEnvelope.write(out, publication, out.length());
        return out.raw("}}").toBytes();
    }

    /** As far as the data. */
    static JsonBytes begin(Publication publication, int capacity) {
        var out = new JsonBytes(capacity);
        open(out, publication.topic().name(), publication.message().type());
        return out;
    }

    private static void open(JsonBytes out, String topic, String messageType) {
        out.raw("{\"topic\":")
                .string(topic)
                .raw(",\"messageType\":")
                .string(messageType)
                .raw(",\"data\":");
    }
}
