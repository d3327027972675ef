package io.trunkline.broker.refusal;

/**
 * Why the broker says no, drops a delivery or ends a connection. Every edge maps each constant to its own wire in one exhaustive table
 * (problem details for HTTP, close codes for WebSocket, reason codes for MQTT).
 */
public enum Reason {
    /** No credentials, or credentials that do not verify. */
    UNAUTHENTICATED("unauthenticated", "The credentials are missing or do not verify"),
    /** The token of an open line has ended, and the application wants the line to end with it. */
    TOKEN_EXPIRED("token-expired", "The token has expired"),
    /** The new token of an open line is another subject's. */
    OTHER_SUBJECT("other-subject", "The new token is another subject's"),
    /** The principal lacks the permission for what it asked. */
    FORBIDDEN("forbidden", "The permission for this is missing"),
    /** The principal may not publish on this topic. */
    FORBIDDEN_PUBLISH("forbidden-publish", "Publication to topic is forbidden"),
    /** The principal may not subscribe to this secure topic. */
    FORBIDDEN_SUBSCRIBE("forbidden-subscribe", "Subscription to secure topic is forbidden"),
    /** Private topics are never subscribed to by a client. */
    FORBIDDEN_PRIVATE("forbidden-private", "Subscription to private topic is forbidden"),
    /** The application does not admit this source address. */
    ADDRESS_DENIED("address-denied", "The source address is not allowed"),
    /** No application of this id. */
    UNKNOWN_APPLICATION("unknown-application", "There is no such application"),
    /** The application exists and is switched off. */
    APPLICATION_DISABLED("application-disabled", "The application is disabled"),
    /** No connection of this id in the application. */
    UNKNOWN_CONNECTION("unknown-connection", "There is no such connection"),
    /** A frame, packet or body that does not parse or lacks what it must have. */
    MALFORMED("malformed", "The message is not valid"),
    /** A topic name that breaks the rules of {@link io.trunkline.broker.topic.Topic}. */
    INVALID_TOPIC("invalid-topic", "The topic name is not valid"),
    /** A topic filter that breaks the rules of {@link io.trunkline.broker.topic.TopicFilter}. */
    INVALID_FILTER("invalid-filter", "The topic filter is not valid"),
    /** A topic only the broker itself writes to. */
    RESERVED_TOPIC("reserved-topic", "The topic is reserved"),
    /** A message type only the broker itself uses. */
    RESERVED_TYPE("reserved-type", "The message type is reserved"),
    /** An idempotency key under which another message was published. */
    KEY_REUSED("key-reused", "The idempotency key was used for another message"),
    /** Larger than the application's limit. */
    TOO_LARGE("too-large", "The message is larger than allowed"),
    /** Faster than the rate limit. */
    RATE_EXCEEDED("rate-exceeded", "Too many messages in a short time"),
    /** More than the application's quota. */
    QUOTA_EXCEEDED("quota-exceeded", "The quota is used up"),
    /** Too many of something: connections, subscriptions, retained messages. */
    LIMIT_REACHED("limit-reached", "A limit is reached"),
    /** A reader that does not keep up: it is cut, or loses this delivery. */
    SLOW_READER("slow-reader", "The reader does not keep up"),
    /** A reader that is away: what is not to be kept for it, or has no room, is lost. */
    ABSENT("absent", "The reader is away and nothing more is kept for it"),
    /** The node has more deliveries waiting than it may hold. */
    OVERLOADED("overloaded", "The node is overloaded"),
    /** The message outlived its expiry before it was delivered. */
    EXPIRED("expired", "The message has expired"),
    /** The members of a group were given it as often as they may, and none has acknowledged it. */
    UNDELIVERED("undelivered", "The message was not acknowledged in all its deliveries"),
    /** Nothing was heard from the peer for too long. */
    IDLE("idle", "The connection was idle for too long"),
    /** A newer connection took this one's place. */
    REPLACED("replaced", "The connection was replaced by a newer one"),
    /** An administrator ended the connection. */
    TERMINATED("terminated", "The connection was terminated"),
    /** The peer ended the connection by itself. */
    CLOSED_BY_PEER("closed-by-peer", "The connection was closed by the peer"),
    /** The node is going down; come back elsewhere. */
    SHUTDOWN("shutdown", "The server is restarting"),
    /** Something the broker needs does not answer. */
    UNAVAILABLE("unavailable", "A part of the service is not available"),
    /** A feature that this application, listener or protocol does not offer. */
    UNSUPPORTED("unsupported", "This is not supported here");

    private final String code;
    private final String text;

    Reason(String code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The stable, machine-readable name, lower-case with dashes; also the last part of {@code /problems/<code>}. */
    public String code() {
        return code;
    }

    /** One short English sentence without a full stop, safe to show to anyone. */
    public String text() {
        return text;
    }
}
