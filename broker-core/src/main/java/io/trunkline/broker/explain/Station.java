package io.trunkline.broker.explain;

/** A part of a message's way. */
public enum Station {
    /** It is accepted or refused. */
    ADMIT,
    /** Its topic keeps it or does not. */
    RECORD,
    /** Those who subscribed to it are found. */
    MATCH,
    /** It is put into a reader's outbox. */
    OFFER,
    /** It leaves the outbox. */
    DRAIN
}
