package io.trunkline.mqtt;

import io.trunkline.broker.refusal.Reason;

/** MQTT 5 reason codes (section 2.4), and the broker's reasons as each packet says them. */
final class Codes {
    static final int SUCCESS = 0x00;
    static final int NO_MATCHING_SUBSCRIBERS = 0x10;
    static final int NO_SUBSCRIPTION = 0x11;
    static final int UNSPECIFIED = 0x80;
    static final int MALFORMED = 0x81;
    static final int PROTOCOL_ERROR = 0x82;
    static final int IMPLEMENTATION_SPECIFIC = 0x83;
    static final int UNSUPPORTED_VERSION = 0x84;
    static final int CLIENT_ID_INVALID = 0x85;
    static final int BAD_CREDENTIALS = 0x86;
    static final int NOT_AUTHORIZED = 0x87;
    static final int UNAVAILABLE = 0x88;
    static final int BUSY = 0x89;
    static final int BANNED = 0x8A;
    static final int SHUTTING_DOWN = 0x8B;
    static final int BAD_AUTHENTICATION_METHOD = 0x8C;
    static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    static final int TAKEN_OVER = 0x8E;
    static final int FILTER_INVALID = 0x8F;
    static final int TOPIC_INVALID = 0x90;
    static final int PACKET_ID_NOT_FOUND = 0x92;
    static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
    static final int ALIAS_INVALID = 0x94;
    static final int PACKET_TOO_LARGE = 0x95;
    static final int RATE_TOO_HIGH = 0x96;
    static final int QUOTA_EXCEEDED = 0x97;
    static final int ADMINISTRATIVE = 0x98;
    static final int FORMAT_INVALID = 0x99;
    static final int RETAIN_UNSUPPORTED = 0x9A;
    static final int QOS_UNSUPPORTED = 0x9B;
    static final int SHARED_UNSUPPORTED = 0x9E;
    static final int WILDCARDS_UNSUPPORTED = 0xA2;

    /** No code of MQTT 3.1.1 says it, so nothing is said. */
    static final int NONE_FITS = -1;

    private Codes() {}

    /** For CONNACK. */
    static int connack(Reason reason) {
        return switch (reason) {
            case UNAUTHENTICATED, UNKNOWN_APPLICATION -> BAD_CREDENTIALS;
            case APPLICATION_DISABLED -> BANNED;
            case UNAVAILABLE, SHUTDOWN -> UNAVAILABLE;
            case OVERLOADED -> BUSY;
            default -> publish(reason);
        };
    }

    /** For PUBACK and PUBREC. */
    static int publish(Reason reason) {
        return switch (reason) {
            case FORBIDDEN, FORBIDDEN_PUBLISH, FORBIDDEN_SUBSCRIBE, FORBIDDEN_PRIVATE, ADDRESS_DENIED -> NOT_AUTHORIZED;
            case UNAUTHENTICATED,
                    TOKEN_EXPIRED,
                    OTHER_SUBJECT,
                    UNKNOWN_APPLICATION,
                    APPLICATION_DISABLED,
                    UNKNOWN_CONNECTION,
                    TERMINATED -> NOT_AUTHORIZED;
            case INVALID_TOPIC, RESERVED_TOPIC -> TOPIC_INVALID;
            case TOO_LARGE, RATE_EXCEEDED, QUOTA_EXCEEDED, LIMIT_REACHED -> QUOTA_EXCEEDED;
            case MALFORMED, RESERVED_TYPE, INVALID_FILTER, KEY_REUSED, UNSUPPORTED -> IMPLEMENTATION_SPECIFIC;
            case SLOW_READER,
                    ABSENT,
                    OVERLOADED,
                    EXPIRED,
                    UNDELIVERED,
                    IDLE,
                    REPLACED,
                    CLOSED_BY_PEER,
                    SHUTDOWN,
                    UNAVAILABLE -> UNSPECIFIED;
        };
    }

    /** For SUBACK and UNSUBACK. */
    static int subscribe(Reason reason) {
        return switch (reason) {
            case INVALID_FILTER, INVALID_TOPIC, MALFORMED -> FILTER_INVALID;
            default -> publish(reason);
        };
    }

    /** For DISCONNECT. */
    static int disconnect(Reason reason) {
        return switch (reason) {
            case SHUTDOWN -> SHUTTING_DOWN;
            case REPLACED -> TAKEN_OVER;
            case IDLE -> KEEP_ALIVE_TIMEOUT;
            case OVERLOADED -> BUSY;
            case RATE_EXCEEDED -> RATE_TOO_HIGH;
            case TOO_LARGE -> PACKET_TOO_LARGE;
            case SLOW_READER -> QUOTA_EXCEEDED;
            case APPLICATION_DISABLED, UNKNOWN_APPLICATION, TERMINATED -> ADMINISTRATIVE;
            case MALFORMED -> MALFORMED;
            default -> publish(reason);
        };
    }

    /** A CONNACK code as MQTT 3.1.1 has it (section 3.2.2.3); {@link #NONE_FITS} where it has none. */
    static int version3(int connack) {
        return switch (connack) {
            case SUCCESS -> 0;
            case UNSUPPORTED_VERSION -> 1;
            case CLIENT_ID_INVALID -> 2;
            case BAD_CREDENTIALS -> 4;
            case NOT_AUTHORIZED, BANNED, BAD_AUTHENTICATION_METHOD -> 5;
            case UNAVAILABLE, BUSY, SHUTTING_DOWN, QUOTA_EXCEEDED, RATE_TOO_HIGH, UNSPECIFIED -> 3;
            default -> NONE_FITS;
        };
    }
}
