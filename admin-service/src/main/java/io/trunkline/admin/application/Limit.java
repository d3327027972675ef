package io.trunkline.admin.application;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything an application can be limited in: its name in documents, its bounds, and the vendor's default (spec/realtime.md section 11). */
public enum Limit {
    /** The largest payload of a message. */
    MAX_PAYLOAD_BYTES("maxPayloadBytes", 1, 1_048_576, 5_120),
    /** Of the whole application; 0 is no limit. */
    PUBLISHES_PER_SECOND("publishesPerSecond", 0, 1_000_000, 0),
    /** Of each connection; 0 is no limit. */
    PUBLISHES_PER_SECOND_PER_CONNECTION("publishesPerSecondPerConnection", 0, 1_000_000, 0),
    /** How many one subject may have at a time; the newest stay; 0 is no limit. */
    CONNECTIONS_PER_SUBJECT("connectionsPerSubject", 0, 1_000, 1),
    /** Topics one connection may be subscribed to. */
    SUBSCRIPTIONS_PER_CONNECTION("subscriptionsPerConnection", 1, 100_000, 1_000),
    /** What may wait for one connection before it is cut. */
    SEND_BUFFER_BYTES("sendBufferBytes", 8_192, 16_777_216, 65_536),
    /** A connection that says nothing for so long is closed. */
    IDLE_SECONDS("idleSeconds", 1, 3_600, 30),
    /** What a frame or body may have beside its payload. */
    ENVELOPE_BYTES("envelopeBytes", 256, 65_536, 1_024),
    /** In one call. */
    PATTERNS_PER_UNSUBSCRIBE("patternsPerUnsubscribe", 1, 1_000, 50),
    /** What may be published in a day of UTC; 0 is no limit. */
    BYTES_PER_DAY("bytesPerDay", 0, 1_000_000_000_000_000L, 0);

    private final String wireName;
    private final long min;
    private final long max;
    private final long vendorDefault;

    Limit(String wireName, long min, long max, long vendorDefault) {
        this.wireName = wireName;
        this.min = min;
        this.max = max;
        this.vendorDefault = vendorDefault;
    }

    /** Its name in documents. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    long vendorDefault() {
        return vendorDefault;
    }

    boolean allows(long value) {
        return value >= min && value <= max;
    }

    /** What a value must be, as the end of a sentence. */
    String rule() {
        return "must be a whole number from " + min + " to " + max;
    }

    /** What is wrong with limits of which every one is there and allowed by itself; null if nothing is. */
    static @Nullable String conflict(Map<Limit, Long> limits) {
        long buffer = Objects.requireNonNull(limits.get(SEND_BUFFER_BYTES));
        long frame = Objects.requireNonNull(limits.get(MAX_PAYLOAD_BYTES))
                + Objects.requireNonNull(limits.get(ENVELOPE_BYTES));
        return buffer >= frame
                ? null
                : "must be at least maxPayloadBytes and envelopeBytes together, " + frame + ", and is " + buffer;
    }

    static String names() {
        return Arrays.stream(values()).map(Limit::wireName).collect(Collectors.joining(", "));
    }
}
