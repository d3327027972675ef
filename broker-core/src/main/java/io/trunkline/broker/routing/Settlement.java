package io.trunkline.broker.routing;

/** Hears how a delivery ended at the outbox that took it: {@link #settled} or {@link #returned}, once. From any thread, at once. */
public interface Settlement {
    /** Its client has acknowledged it, or it is of no use to anybody any more; at QoS 0 it is on its way. */
    void settled();

    /** It was not sent, and will not be. */
    void returned();

    /** Its client went away and left it unacknowledged; it will be sent again when the client is back, and how it ended is told then. */
    void interrupted();
}
