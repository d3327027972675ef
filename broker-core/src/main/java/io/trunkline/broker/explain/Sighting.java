package io.trunkline.broker.explain;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a publication; never what it says.
 *
 * @param publisher the connection it came by; null for one without, such as an HTTP request
 * @param position where the topic's log has it; null where the topic keeps none
 * @param excluding the connection that was not to hear it
 * @param expiry how long it is worth delivering; null for ever
 * @param qos how surely the publisher wants it delivered
 * @param retain whether it took the place of its topic's last value
 * @param deliveries the outboxes that took it on this node
 * @param offered when it had been offered to all of them
 */
public record Sighting(
        Stamp stamp,
        Topic topic,
        @Nullable String publisher,
        @Nullable Position position,
        @Nullable String excluding,
        @Nullable Duration expiry,
        int qos,
        boolean retain,
        int deliveries,
        Instant offered)
        implements Entry {

    static Sighting of(Publication publication, int deliveries, Instant offered) {
        var message = publication.message();
        return new Sighting(
                publication.stamp(),
                publication.topic(),
                publication.publisher().connectionId(),
                publication.position(),
                message.excluding(),
                message.expiry(),
                message.qos(),
                message.retain(),
                deliveries,
                offered);
    }

    /** The same, of a topic that keeps its last value by itself. */
    Sighting asLastValue() {
        return new Sighting(stamp, topic, publisher, position, excluding, expiry, qos, true, deliveries, offered);
    }

    public String id() {
        return stamp.id();
    }

    /** When it was admitted. */
    @Override
    public Instant at() {
        return stamp.time();
    }

    /** When it stops being worth delivering; null for never. */
    public @Nullable Instant expires() {
        return expiry == null ? null : at().plus(expiry);
    }

    /** Whether who reads its topic's log since then comes by it. */
    boolean isAfter(Since since) {
        return position != null
                && (since == Since.EARLIEST
                        || (since instanceof Since.After after && position.isAfter(after.position())));
    }

    boolean hasExpired(Instant now) {
        var end = expires();
        return end != null && !now.isBefore(end);
    }
}
