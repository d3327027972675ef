package io.trunkline.broker.message;

import java.time.Instant;

/**
 * The publisher's proof of acceptance.
 *
 * @param id the publication's id
 * @param subscribers the deliveries it made at once on this node
 * @param repeat this was accepted before under the same idempotency key: the rest is of that time, and nothing was published now
 */
public record Receipt(String id, Instant time, int subscribers, boolean repeat) {
    /** Of a publication made now. */
    public Receipt(String id, Instant time, int subscribers) {
        this(id, time, subscribers, false);
    }

    /** The same, told again. */
    public Receipt asRepeat() {
        return new Receipt(id, time, subscribers, true);
    }
}
