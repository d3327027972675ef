package io.trunkline.gateway.packed;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A publication in bytes, but for its application, topic and position, which its row has. The first octet names the version; who publishes comes back without
 * permissions, but as the platform where it was the platform.
 */
public final class PublicationCodec {
    private static final int VERSION = 1;
    private static final int OVERHEAD = 192;

    private PublicationCodec() {}

    public static byte[] encode(Publication publication) {
        var message = publication.message();
        var publisher = publication.publisher();
        var time = publication.time();
        var out = new PackedWriter(
                OVERHEAD + publication.payload().size() + message.properties().size());
        out.octet(VERSION);
        out.octet(publisher.permissions().isPlatform() ? 1 : 0);
        out.text(publication.id());
        out.number(time.getEpochSecond());
        out.number(time.getNano());
        out.text(publication.origin());
        out.text(publisher.subject());
        out.textOrNull(publisher.connectionId());
        out.octet(mark(publication.payload().knownForm()));
        out.octets(publication.payload().octets());
        MessageCodec.encode(message, out);
        return out.bytes();
    }

    private static int mark(Payload.@Nullable Form form) {
        return form == null
                ? 0
                : switch (form) {
                    case TEXT -> 1;
                    case JSON -> 2;
                    case BINARY -> 3;
                };
    }

    /** What {@link #encode} made.
     *
     * @throws IllegalStateException for what a later version wrote
     */
    public static Publication decode(ApplicationId application, Topic topic, byte[] bytes) {
        var in = new PackedReader(bytes);
        var version = in.octet();
        if (version != VERSION) {
            throw new IllegalStateException("a publication was kept in a form of a later version: " + version);
        }
        var isPlatform = in.octet() == 1;
        var id = in.text();
        var time = Instant.ofEpochSecond(in.number(), in.number());
        var stamp = new Stamp(id, time, in.text());
        var publisher = new Principal(application, in.text(), Permissions.NONE, in.textOrNull());
        var message = MessageCodec.decode(payload(in), in);
        return new Publication(stamp, isPlatform ? publisher.asPlatform() : publisher, topic, message);
    }

    private static Payload payload(PackedReader in) {
        var form = switch (in.octet()) {
            case 1 -> Payload.Form.TEXT;
            case 2 -> Payload.Form.JSON;
            case 3 -> Payload.Form.BINARY;
            default -> null;
        };
        return Payload.kept(in.octets(), form);
    }
}
