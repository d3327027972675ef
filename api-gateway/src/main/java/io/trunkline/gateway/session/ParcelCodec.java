package io.trunkline.gateway.session;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.packed.PackedReader;
import io.trunkline.gateway.packed.PackedWriter;
import io.trunkline.gateway.packed.PublicationCodec;
import io.trunkline.mqtt.DeliveryTerms;
import io.trunkline.mqtt.SavedParcel;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.util.List;
import java.util.stream.Stream;

/** What waits for sessions, in bytes: the publication, and by itself for whom, as that changes. The first octet of each names the version. */
final class ParcelCodec {
    private static final int VERSION = 1;
    private static final int GUESS = 64;
    private static final int QOS = 3;
    private static final int RETAIN = 4;
    private static final int POSITION = 8;

    private ParcelCodec() {}

    static byte[] body(Publication publication) {
        var octets = PublicationCodec.encode(publication);
        var position = publication.position();
        var out = new PackedWriter(GUESS + octets.length);
        out.octet(VERSION);
        out.text(publication.application().value());
        out.text(publication.topic().name());
        out.textOrNull(position == null ? null : position.text());
        out.octets(octets);
        return out.bytes();
    }

    static byte[] addressees(List<Addressee> all) {
        var out = new PackedWriter(GUESS * (all.size() + 1));
        out.octet(VERSION);
        out.number(all.size());
        for (var one : all) {
            var terms = one.terms();
            out.text(one.sessionId());
            out.number(one.incarnation());
            out.number(one.turn());
            out.octet(terms.qos() | (terms.retain() ? RETAIN : 0) | (terms.position() ? POSITION : 0));
            out.number(terms.identifiers().size());
            terms.identifiers().forEach(out::number);
        }
        return out.bytes();
    }

    /** @throws RuntimeException for what a later version wrote, or nobody */
    static SavedParcel decode(long number, byte[] body, byte[] addressees) {
        return new SavedParcel(number, publication(reader(body)), addressees(reader(addressees)));
    }

    private static PackedReader reader(byte[] bytes) {
        var in = new PackedReader(bytes);
        var version = in.octet();
        if (version != VERSION) {
            throw new IllegalStateException("what waits was kept in a form of a later version: " + version);
        }
        return in;
    }

    private static Publication publication(PackedReader in) {
        var application = new ApplicationId(in.text());
        var topic = Topic.of(in.text());
        var position = in.textOrNull();
        var publication = PublicationCodec.decode(application, topic, in.octets());
        return position == null ? publication : publication.at(Position.parse(position));
    }

    private static List<Addressee> addressees(PackedReader in) {
        return Stream.generate(() -> addressee(in)).limit(in.number()).toList();
    }

    private static Addressee addressee(PackedReader in) {
        var session = in.text();
        var incarnation = in.number();
        var turn = in.number();
        var flags = in.octet();
        var identifiers =
                Stream.generate(() -> (int) in.number()).limit(in.number()).toList();
        return new Addressee(
                session,
                incarnation,
                turn,
                new DeliveryTerms(flags & QOS, (flags & RETAIN) != 0, identifiers, (flags & POSITION) != 0));
    }
}
