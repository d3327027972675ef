package io.trunkline.gateway.session;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.packed.MessageCodec;
import io.trunkline.gateway.packed.PackedReader;
import io.trunkline.gateway.packed.PackedWriter;
import io.trunkline.mqtt.MqttProfile;
import io.trunkline.mqtt.SavedSession;
import io.trunkline.mqtt.SavedSession.Owner;
import io.trunkline.mqtt.SavedSession.Subscribed;
import io.trunkline.mqtt.Will;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session in bytes, but for its id. The first octet names the version. */
final class SessionCodec {
    private static final int VERSION = 2;
    private static final int INCARNATIONS = 2;
    private static final int GUESS = 512;
    private static final int NO_LOCAL = 4;
    private static final int AS_PUBLISHED = 8;
    private static final int POSITIONS = 16;
    private static final int QOS = 3;

    private SessionCodec() {}

    static byte[] encode(SavedSession session) {
        var out = new PackedWriter(GUESS);
        out.octet(VERSION);
        out.number(session.incarnation());
        out.text(session.owner().application().value());
        out.text(session.owner().subject());
        all(session.owner().claims(), out::text, out);
        encode(session.profile(), out);
        out.number(session.expiry());
        encode(session.left(), out);
        all(session.subscriptions(), subscribed -> encode(subscribed, out), out);
        encode(session.will(), out);
        all(session.received(), id -> out.number(id), out);
        out.number(session.lastPacketId());
        return out.bytes();
    }

    /** @throws IllegalStateException for what a later version wrote */
    static SavedSession decode(String id, byte[] bytes) {
        var in = new PackedReader(bytes);
        var version = in.octet();
        if (version < 1 || version > VERSION) {
            throw new IllegalStateException("a session was kept in a form of a later version: " + version);
        }
        var incarnation = version < INCARNATIONS ? 0 : in.number();
        var owner = new Owner(new ApplicationId(in.text()), in.text(), all(in, in::text));
        return new SavedSession(
                id,
                incarnation,
                owner,
                profile(in),
                in.number(),
                time(in),
                all(in, () -> subscribed(in)),
                will(in),
                Set.copyOf(all(in, () -> (int) in.number())),
                (int) in.number());
    }

    private static <T> void all(Collection<T> each, Consumer<? super T> one, PackedWriter out) {
        out.number(each.size());
        each.forEach(one);
    }

    private static <T> List<T> all(PackedReader in, Supplier<T> one) {
        return Stream.generate(one).limit(in.number()).toList();
    }

    private static void encode(MqttProfile profile, PackedWriter out) {
        out.octet(profile.highestQos());
        flag(profile.retain(), out);
        flag(profile.wildcards(), out);
        flag(profile.shared(), out);
        out.number(profile.window());
        out.number(profile.queuedMessages());
        flag(profile.publisherProperties(), out);
    }

    private static MqttProfile profile(PackedReader in) {
        return new MqttProfile(
                in.octet(), flag(in), flag(in), flag(in), (int) in.number(), (int) in.number(), flag(in));
    }

    private static void flag(boolean set, PackedWriter out) {
        out.octet(set ? 1 : 0);
    }

    private static boolean flag(PackedReader in) {
        return in.octet() == 1;
    }

    private static void encode(@Nullable Instant time, PackedWriter out) {
        flag(time != null, out);
        if (time != null) {
            out.number(time.getEpochSecond());
            out.number(time.getNano());
        }
    }

    private static @Nullable Instant time(PackedReader in) {
        return flag(in) ? Instant.ofEpochSecond(in.number(), in.number()) : null;
    }

    private static void encode(Subscribed subscribed, PackedWriter out) {
        var options = subscribed.options();
        out.text(subscribed.filter().text());
        out.octet(options.qos()
                | (options.noLocal() ? NO_LOCAL : 0)
                | (options.retainAsPublished() ? AS_PUBLISHED : 0)
                | (options.positions() ? POSITIONS : 0));
        out.number(options.identifier());
        out.textOrNull(options.group());
    }

    private static Subscribed subscribed(PackedReader in) {
        var filter = TopicFilter.levels(in.text());
        var flags = in.octet();
        var options = new SubscriptionOptions(
                flags & QOS,
                (int) in.number(),
                (flags & NO_LOCAL) != 0,
                (flags & AS_PUBLISHED) != 0,
                in.textOrNull(),
                (flags & POSITIONS) != 0,
                null);
        return new Subscribed(filter, options);
    }

    private static void encode(@Nullable Will will, PackedWriter out) {
        flag(will != null, out);
        if (will != null) {
            out.text(will.topic().name());
            out.number(will.delay());
            out.octets(will.message().payload().octets());
            MessageCodec.encode(will.message(), out);
        }
    }

    private static @Nullable Will will(PackedReader in) {
        if (!flag(in)) {
            return null;
        }
        var topic = Topic.of(in.text());
        var delay = in.number();
        return new Will(topic, MessageCodec.decode(Payload.octets(in.octets()), in), delay);
    }
}
