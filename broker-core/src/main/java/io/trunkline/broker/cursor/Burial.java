package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.observe.Overtaken;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.Topic;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The end of what nobody acknowledges: a dead letter, which says why it is one and where it comes from, or a loss that is counted. */
final class Burial {
    private static final Logger LOG = LoggerFactory.getLogger(Burial.class);

    private static final String PREFIX = "dead-letter-";

    private final CursorPorts ports;
    private final CursorId id;

    Burial(CursorPorts ports, CursorId id) {
        this.ports = ports;
        this.id = id;
    }

    /** @param to null where there is no topic for dead letters */
    Mono<Void> bury(Entry entry, @Nullable Topic to) {
        return to == null
                ? Mono.fromRunnable(() -> lost(new Endings.Lost(entry.publication(), null, Reason.UNDELIVERED)))
                : ports.host().bury(entry.publication(), to, letter(entry));
    }

    void lost(Endings.Lost lost) {
        var reader = lost.reader();
        ports.listener().dropped(lost.publication(), reader == null ? id.name() : reader, lost.reason());
    }

    /** @param reader for whom it would have been; null for nobody in particular */
    void overtaken(Gap gap, @Nullable String reader) {
        LOG.warn("cursor overtaken by its log application={} lost={}", id.application(), gap.count());
        var name = reader == null ? id.name() : reader;
        ports.listener()
                .overtaken(
                        new Overtaken(id.application(), name, gap.topic(), gap.after(), gap.last(), gap.count()),
                        gap.absent() ? Reason.ABSENT : Reason.SLOW_READER);
    }

    private Message letter(Entry entry) {
        var dead = entry.publication();
        var message = dead.message();
        var said = message.properties();
        var user = new ArrayList<UserProperty>();
        said.user().stream()
                .filter(property -> !property.name().startsWith(PREFIX))
                .forEach(user::add);
        user.add(new UserProperty(PREFIX + "reason", "max-deliveries"));
        user.add(new UserProperty(PREFIX + "attempts", Integer.toString(entry.attempts())));
        user.add(new UserProperty(PREFIX + "group", id.name()));
        user.add(new UserProperty(PREFIX + "topic", dead.topic().name()));
        user.add(new UserProperty(
                PREFIX + "position", Objects.requireNonNull(dead.position()).text()));
        return message.withId(dead.id())
                .withDelivery(message.qos(), false)
                .withExpiry(null)
                .withIdempotencyKey(null)
                .excluding(null)
                .withProperties(new Properties(
                        said.contentType(), said.responseTopic(), said.correlation(), user, said.utf8()));
    }
}
