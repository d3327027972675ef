package io.trunkline.gateway.realtime;

import io.trunkline.broker.refusal.Reason;

/** How a reason looks on a WebSocket: the close code, which decides whether clients come back, and the text (spec, section 10). */
record CloseStatus(int code, String text) {
    private static final int NORMAL = 1000;
    private static final int POLICY = 1008;
    private static final int TOO_BIG = 1009;
    private static final int RESTART = 1012;
    private static final int TRY_LATER = 1013;
    private static final int TERMINATED = 4001;

    static CloseStatus of(Reason reason) {
        return switch (reason) {
            case MALFORMED, INVALID_TOPIC, INVALID_FILTER, CLOSED_BY_PEER ->
                new CloseStatus(POLICY, "Invalid message format!");
            case FORBIDDEN_PUBLISH,
                    RESERVED_TOPIC,
                    RESERVED_TYPE,
                    FORBIDDEN_SUBSCRIBE,
                    FORBIDDEN_PRIVATE,
                    FORBIDDEN,
                    ADDRESS_DENIED,
                    UNAUTHENTICATED,
                    UNKNOWN_APPLICATION,
                    APPLICATION_DISABLED,
                    UNKNOWN_CONNECTION,
                    UNSUPPORTED,
                    KEY_REUSED,
                    TOKEN_EXPIRED,
                    OTHER_SUBJECT -> shout(POLICY, reason);
            case TOO_LARGE -> shout(TOO_BIG, reason);
            case RATE_EXCEEDED, QUOTA_EXCEEDED, LIMIT_REACHED, SLOW_READER, ABSENT, EXPIRED, UNDELIVERED ->
                shout(POLICY, reason);
            case IDLE, REPLACED -> shout(NORMAL, reason);
            case OVERLOADED, UNAVAILABLE -> shout(TRY_LATER, reason);
            case TERMINATED -> shout(TERMINATED, reason);
            case SHUTDOWN -> shout(RESTART, reason);
        };
    }

    private static CloseStatus shout(int code, Reason reason) {
        return new CloseStatus(code, reason.text() + "!");
    }
}
