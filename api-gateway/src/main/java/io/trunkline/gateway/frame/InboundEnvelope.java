package io.trunkline.gateway.frame;

import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import java.util.List;

/**
 * Who published what over a line: {@code client}, {@code payload} and {@code id}, and of presence {@code subProtocol}. Where the platform speaks for a client,
 * to the backends that hear inbound messages, the client's permissions are shown, the first ones that fit.
 */
public final class InboundEnvelope {
    /**
     * What a queue or webhook is told, as the members of a JSON object without its braces: those of the frame's data, and {@code messageType} where it is not
     * {@code broadcast}. The bytes are made once per publication.
     */
    public static final WireForm MEMBERS = InboundEnvelope::members;

    /** The type of the platform's publications about clients that come and go. */
    public static final String PRESENCE = "presence";

    /** What a frame may have beside its payload, in bytes: Go clients read 6,144 in all, of which 5,120 are the payload's. */
    private static final int BESIDE_PAYLOAD = 1024;

    private static final String PERMISSIONS = ",\"permissions\":[]";

    private InboundEnvelope() {}

    private static byte[] members(Publication publication) {
        var out = new JsonBytes(publication.payload().size() + 256);
        write(out, publication, JsonFrames.begin(publication, 64).length() + 1);
        var type = publication.message().type();
        if (!type.equals(Message.BROADCAST)) {
            out.raw(",\"messageType\":").string(type);
        }
        return out.toBytes();
    }

    /** @param before the length of the frame as far as the members */
    static void write(JsonBytes out, Publication publication, int before) {
        var begun = out.length();
        var client = publication.publisher();
        var middle = middle(publication);
        var end = end(publication);
        out.raw("\"client\":{\"connectionId\":")
                .string(String.valueOf(client.connectionId()))
                .raw(",\"subject\":")
                .string(client.subject());
        if (client.permissions().isPlatform()) {
            var others = before + out.length() - begun + middle.length() + end.length() + "}}".length();
            permissions(out, client.permissions().claims(), BESIDE_PAYLOAD - others - PERMISSIONS.length());
        }
        out.raw(middle).raw(publication.payload().json()).raw(end);
    }

    private static String middle(Publication publication) {
        var presence = publication.publisher().permissions().isPlatform()
                && publication.message().type().equals(PRESENCE);
        return presence ? "},\"subProtocol\":1,\"payload\":" : "},\"payload\":";
    }

    private static JsonBytes end(Publication publication) {
        var out = new JsonBytes(64).raw(",\"id\":").string(publication.id());
        return publication.payload().isBinary() ? out.raw(",\"encoding\":\"base64\"") : out;
    }

    private static void permissions(JsonBytes out, List<String> claims, int room) {
        out.raw(",\"permissions\":[");
        var most = out.length() + room;
        var separator = "";
        for (var claim : claims) {
            var quoted = new JsonBytes(claim.length() + 16).raw(separator).string(claim);
            if (out.length() + quoted.length() > most) {
                break;
            }
            out.raw(quoted);
            separator = ",";
        }
        out.raw("]");
    }
}
