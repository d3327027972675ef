package io.trunkline.broker.explain;

/** What became of a message at a connection. */
public enum Verdict {
    DELIVERED,
    NOT_DELIVERED,
    /** It waits, or was sent and is not acknowledged. */
    QUEUED,
    /** It cannot be told. */
    UNKNOWN
}
