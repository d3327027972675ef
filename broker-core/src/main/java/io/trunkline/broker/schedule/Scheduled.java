package io.trunkline.broker.schedule;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import java.time.Duration;
import java.time.Instant;

/**
 * A publication that was admitted and waits until it is due.
 *
 * @param key names it among all that wait, as publishers' ids need not
 * @param publication stamped when it was admitted, its message without a delay
 * @param durable whether it is to survive the end of the process
 */
public record Scheduled(String key, Publication publication, Instant due, boolean durable) {

    public ApplicationId application() {
        return publication.application();
    }

    /** The same when it is published so late: its expiry counts from when it was due. */
    public Scheduled late(Duration by) {
        var message = publication.message();
        var expiry = message.expiry();
        if (expiry == null) {
            return this;
        }
        var left = expiry.compareTo(by) > 0 ? expiry.minus(by) : Duration.ZERO;
        var stamp = new Stamp(publication.id(), publication.time(), publication.origin());
        var changed = new Publication(stamp, publication.publisher(), publication.topic(), message.withExpiry(left));
        return new Scheduled(key, changed, due, durable);
    }

    /** The room it takes in memory, in bytes; about. */
    public int size() {
        return publication.size();
    }
}
