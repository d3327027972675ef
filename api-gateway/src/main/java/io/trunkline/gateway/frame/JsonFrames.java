package io.trunkline.gateway.frame;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the server tells JSON clients: one object, {@code {"topic":..., "messageType":..., "data":...}}, as UTF-8 (spec/realtime.md, section 5). */
public final class JsonFrames {

    private JsonFrames() {}

    /** Told to a client when its line is open, and when a subscription is in force. */
    public static byte[] welcome(String topic, Principal client, String remoteAddress) {
        return connection(topic, client, remoteAddress).raw("}}").toBytes();
    }

    /** The same, told to a client that asked to go on from somewhere in the topic's log. */
    public static byte[] resumed(String topic, Principal client, String remoteAddress, Resumed resumed) {
        var out = connection(topic, client, remoteAddress).raw(",\"resume\":{\"continuity\":\"");
        out.raw(resumed.continuity()).raw("\",\"position\":");
        return orNull(out, resumed.at() == null ? null : resumed.at().text())
                .raw("}}}")
                .toBytes();
    }

    private static JsonBytes connection(String topic, Principal client, String remoteAddress) {
        return begin(topic, "welcome", 256)
                .raw("{\"connection\":{\"id\":")
                .string(String.valueOf(client.connectionId()))
                .raw(",\"appId\":")
                .string(client.application().value())
                .raw(",\"remoteAddress\":")
                .string(remoteAddress)
                .raw("}");
    }

    /** Acknowledges one message to its sender; of what it asked for beyond the vendor's is told beside the id. */
    public static byte[] ack(Receipt receipt) {
        var out = begin("priv/acks", "ack", 96).raw("{\"data\":").string(receipt.id());
        if (receipt.repeat()) {
            out.raw(",\"repeat\":true");
        }
        var due = receipt.scheduledFor();
        if (due != null) {
            out.raw(",\"scheduledFor\":").string(due.toString());
        }
        return out.raw("}}").toBytes();
    }

    /** The members of {@link #positioned}, without the braces around them. */
    static byte[] members(Publication publication) {
        var frame = positioned(publication);
        return Arrays.copyOfRange(frame, 1, frame.length - 1);
    }

    /** A publication, the same for every receiver: what was published over a line says by whom, of what came by HTTP the data is the value itself. */
    public static byte[] of(Publication publication) {
        return data(publication).raw("}").toBytes();
    }

    /** The same, with the {@code position} that it has in its topic's log, if there is one. */
    public static byte[] positioned(Publication publication) {
        var at = publication.position();
        return at == null
                ? of(publication)
                : data(publication).raw(",\"position\":\"" + at.text() + "\"}").toBytes();
    }

    private static JsonBytes data(Publication publication) {
        var payload = publication.payload();
        var out = begin(publication, payload.size() + 256);
        if (publication.publisher().connectionId() == null) {
            return out.raw(payload.json());
        }
        out.raw("{");
        InboundEnvelope.write(out, publication, out.length());
        return out.raw("}");
    }

    static JsonBytes orNull(JsonBytes out, @Nullable String text) {
        return text == null ? out.raw("null") : out.string(text);
    }

    static JsonBytes begin(Publication publication, int capacity) {
        return begin(publication.topic().name(), publication.message().type(), capacity);
    }

    /** A frame as far as its data; who calls this writes the data and closes the object. */
    static JsonBytes begin(String topic, String messageType, int capacity) {
        return new JsonBytes(capacity)
                .raw("{\"topic\":")
                .string(topic)
                .raw(",\"messageType\":")
                .string(messageType)
                .raw(",\"data\":");
    }
}
