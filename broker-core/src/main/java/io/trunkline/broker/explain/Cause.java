package io.trunkline.broker.explain;

import java.util.Locale;

/** Why a message is or is not there, where it is none of the reasons for which something is refused or dropped. */
public enum Cause {
    DELIVERED(Verdict.DELIVERED),
    /** Read from the log, by a subscription that began later and asked for it. */
    CAUGHT_UP(Verdict.DELIVERED),
    /** Waits for a client that is away. */
    OFFLINE(Verdict.QUEUED),
    /** Waits until the client has acknowledged others. */
    WINDOW(Verdict.QUEUED),
    /** Sent, and not acknowledged yet. */
    UNACKNOWLEDGED(Verdict.QUEUED),
    /** No member of the group that shares the subscription has had room for it yet. */
    UNCLAIMED(Verdict.QUEUED),
    /** To be published later. */
    SCHEDULED(Verdict.QUEUED),
    NO_SUBSCRIPTION(Verdict.NOT_DELIVERED),
    /** The connection came later. */
    NOT_CONNECTED(Verdict.NOT_DELIVERED),
    /** The connection had ended before. */
    CONNECTION_ENDED(Verdict.NOT_DELIVERED),
    /** The connection may not hear the topic. */
    PERMISSION(Verdict.NOT_DELIVERED),
    /** The publisher left this connection out. */
    EXCLUDED(Verdict.NOT_DELIVERED),
    /** The connection asked not to hear what it publishes itself. */
    NO_LOCAL(Verdict.NOT_DELIVERED),
    /** Another one of those who share the subscription had it. */
    OTHER_MEMBER(Verdict.NOT_DELIVERED),
    /** What was published after the connection subscribed was a repeat. */
    DUPLICATE(Verdict.NOT_DELIVERED),
    /** A later MQTT subscription brings it, if it was the last value still. */
    RETAINED(Verdict.UNKNOWN),
    /** The connection ended while the message was on its way to it. */
    ENDED_MEANWHILE(Verdict.UNKNOWN),
    UNKNOWN_MESSAGE(Verdict.UNKNOWN),
    UNKNOWN_CONNECTION(Verdict.UNKNOWN),
    /** Older than what is written down. */
    FORGOTTEN(Verdict.UNKNOWN);

    private final Verdict verdict;

    Cause(Verdict verdict) {
        this.verdict = verdict;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** The stable, machine-readable name, lower-case with dashes. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
