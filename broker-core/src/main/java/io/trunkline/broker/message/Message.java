package io.trunkline.broker.message;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher hands in.
 *
 * @param id the publisher's own id, null to have one made
 * @param type the message type that JSON doors show; {@link #BROADCAST} unless said otherwise
 * @param binary ask JSON doors to send it as a binary frame (the wire's {@code compress})
 * @param retain keep it as the topic's last value; an empty payload clears that
 * @param qos how surely the publisher wants it delivered: 0, 1 or 2
 * @param expiry how long it is worth delivering, null for ever
 * @param idempotencyKey within a while, one message of a key is accepted on a topic, and no other; null for no such promise
 * @param excluding the connection that does not hear it, by its id; null for none
 * @param delay how long after its acceptance it is published, null for at once
 */
public record Message(
        Payload payload,
        @Nullable String id,
        String type,
        boolean binary,
        boolean retain,
        int qos,
        @Nullable Duration expiry,
        Properties properties,
        @Nullable IdempotencyKey idempotencyKey,
        @Nullable String excluding,
        @Nullable Duration delay) {
    public static final String BROADCAST = "broadcast";

    /** What only the platform sends: a faked welcome restarts every client's session. */
    private static final Set<String> RESERVED_TYPES = Set.of("welcome", "ack", "presence");

    public static Message of(Payload payload) {
        return new Message(payload, null, BROADCAST, false, false, 0, null, Properties.NONE, null, null, null);
    }

    public Message withId(@Nullable String newId) {
        return new Message(
                payload, newId, type, binary, retain, qos, expiry, properties, idempotencyKey, excluding, delay);
    }

    /** The same message with another type; null means {@link #BROADCAST}. */
    public Message withType(@Nullable String newType) {
        return new Message(
                payload,
                id,
                newType == null ? BROADCAST : newType,
                binary,
                retain,
                qos,
                expiry,
                properties,
                idempotencyKey,
                excluding,
                delay);
    }

    public Message asBinary(boolean yes) {
        return new Message(payload, id, type, yes, retain, qos, expiry, properties, idempotencyKey, excluding, delay);
    }

    public Message withDelivery(int newQos, boolean newRetain) {
        return new Message(
                payload, id, type, binary, newRetain, newQos, expiry, properties, idempotencyKey, excluding, delay);
    }

    public Message withExpiry(@Nullable Duration newExpiry) {
        return new Message(
                payload, id, type, binary, retain, qos, newExpiry, properties, idempotencyKey, excluding, delay);
    }

    public Message withProperties(Properties newProperties) {
        return new Message(
                payload, id, type, binary, retain, qos, expiry, newProperties, idempotencyKey, excluding, delay);
    }

    /** The same message, accepted once on its topic under this key. */
    public Message withIdempotencyKey(@Nullable IdempotencyKey key) {
        return new Message(payload, id, type, binary, retain, qos, expiry, properties, key, excluding, delay);
    }

    /** The same message, which this connection does not hear. */
    public Message excluding(@Nullable String connectionId) {
        return new Message(
                payload, id, type, binary, retain, qos, expiry, properties, idempotencyKey, connectionId, delay);
    }

    /** The same message, published so long after it is accepted. */
    public Message withDelay(@Nullable Duration newDelay) {
        return new Message(
                payload, id, type, binary, retain, qos, expiry, properties, idempotencyKey, excluding, newDelay);
    }

    /** True for a message type that only the platform itself may send. */
    public boolean isReserved() {
        return RESERVED_TYPES.contains(type);
    }
}
