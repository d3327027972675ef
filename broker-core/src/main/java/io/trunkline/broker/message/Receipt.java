package io.trunkline.broker.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's proof of acceptance.
 *
 * @param id the publication's id
 * @param position where the topic's log has it; null where the topic has no history
 * @param subscribers the deliveries it made at once on this node, those among them that its lifetime was too short for
 * @param repeat this was accepted before under the same idempotency key: the rest is of that time, and nothing was published now
 * @param scheduledFor when it will be published; null where it is
 */
public record Receipt(
        String id,
        Instant time,
        @Nullable Position position,
        int subscribers,
        boolean repeat,
        @Nullable Instant scheduledFor) {
    /** Of a publication made now. */
    public static Receipt of(Publication publication, int subscribers) {
        return new Receipt(publication.id(), publication.time(), publication.position(), subscribers, false, null);
    }

    /** Of what was admitted now and is published then. */
    public static Receipt later(Publication admitted, Instant due) {
        return new Receipt(admitted.id(), admitted.time(), null, 0, false, due);
    }

    /** The same, told again. */
    public Receipt asRepeat() {
        return new Receipt(id, time, position, subscribers, true, scheduledFor);
    }
}
