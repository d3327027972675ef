package io.trunkline.broker.message;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;

/**
 * A publisher's name for one attempt to publish, however often it is made. Places in a batch are told from each other, and from a message that came alone,
 * by number: whatever publishers choose for a name, no two of these are the same.
 *
 * @param name the publisher's own
 * @param place in the batch that the name was given to, or {@link #ALONE}, or {@link #SCHEDULED} where the name is the node's own
 */
public record IdempotencyKey(String name, int place) {
    private static final int MAX_LENGTH = 128;
    private static final int ALONE = -1;
    private static final int SCHEDULED = -2;

    /** Of a message that came alone. */
    public static IdempotencyKey of(String name) {
        return new IdempotencyKey(name, ALONE);
    }

    /**
     * As a publisher has written it.
     *
     * @throws Refused MALFORMED for one that is blank or too long
     */
    public static IdempotencyKey named(String text) {
        if (text.isBlank()) {
            throw new Refused(Reason.MALFORMED, "an idempotency key is not empty");
        }
        if (text.length() > MAX_LENGTH) {
            throw new Refused(Reason.MALFORMED, "an idempotency key has at most " + MAX_LENGTH + " characters");
        }
        return of(text);
    }

    /** Of a message that waited under this name until it was due, whatever its publisher's key. */
    public static IdempotencyKey scheduled(String name) {
        return new IdempotencyKey(name, SCHEDULED);
    }

    /** Whether it is the publisher's own. */
    public boolean isPublishers() {
        return place != SCHEDULED;
    }

    /** Of the message at this place, from 0, in a batch. */
    public IdempotencyKey at(int newPlace) {
        return new IdempotencyKey(name, newPlace);
    }
}
