package io.trunkline.broker.routing;

/** What became of a delivery that was offered to an outbox. */
public enum Offer {
    /** It waits there, or is gone already. */
    TAKEN,
    /** It waits there, and the publisher should wait for {@link Outbox#eased()} before it goes on. */
    CONGESTED,
    /** It was not taken; the outbox has no room, or is closed. */
    DROPPED
}
