package io.trunkline.broker.routing;

/** How far a delivery is that an outbox took. */
public enum Progress {
    /** It is there no more: written, and acknowledged where the protocol has that. */
    LEFT,
    /** It waits to be sent. */
    WAITING,
    /** It was sent and is not acknowledged yet. */
    SENT
}
