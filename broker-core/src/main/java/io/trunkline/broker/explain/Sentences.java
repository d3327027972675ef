package io.trunkline.broker.explain;

import io.trunkline.broker.refusal.Reason;

/** What is said to people. */
final class Sentences {
    private Sentences() {}

    /** Why a delivery was not made; whoever adds a reason says here what it means for one. */
    static String lost(Reason reason) {
        return switch (reason) {
            case SLOW_READER -> "It was lost because the client reads too slowly: too much was waiting for it already.";
            case ABSENT ->
                "It was lost because the client was away: at QoS 0 nothing is kept for it, and at QoS 1 and 2 only so much.";
            case EXPIRED -> "It expired before it could be delivered.";
            case UNDELIVERED ->
                "It was given up because the members of the group were given it as often as they may, and none acknowledged it.";
            case TOO_LARGE -> "It is larger than the largest packet that the client takes.";
            case OVERLOADED, LIMIT_REACHED, QUOTA_EXCEEDED, RATE_EXCEEDED, UNAVAILABLE, SHUTDOWN ->
                "It was lost because this node could not hold it: " + said(reason);
            case FORBIDDEN,
                    FORBIDDEN_PUBLISH,
                    FORBIDDEN_SUBSCRIBE,
                    FORBIDDEN_PRIVATE,
                    ADDRESS_DENIED,
                    UNAUTHENTICATED,
                    TOKEN_EXPIRED,
                    OTHER_SUBJECT,
                    UNKNOWN_APPLICATION,
                    APPLICATION_DISABLED,
                    UNKNOWN_CONNECTION -> "It was lost because the client may not hear it any more: " + said(reason);
            case IDLE, REPLACED, TERMINATED, CLOSED_BY_PEER ->
                "It was lost because the connection came to its end: " + said(reason);
            case MALFORMED, INVALID_TOPIC, INVALID_FILTER, RESERVED_TOPIC, RESERVED_TYPE, KEY_REUSED, UNSUPPORTED ->
                "It was lost because it cannot be delivered in this form: " + said(reason);
        };
    }

    /** Where a delivery that is lost for this reason was until then. */
    static Station place(Reason reason) {
        return reason == Reason.EXPIRED || reason == Reason.TOO_LARGE ? Station.DRAIN : Station.OFFER;
    }

    static String refused(Reason reason) {
        return "It was refused when it was published, and nobody has it: " + said(reason);
    }

    private static String said(Reason reason) {
        var text = reason.text();
        return Character.toLowerCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
