package io.trunkline.broker.message;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** An admitted, stamped message on its way to all its readers; immutable but for the encodings it remembers. */
public final class Publication {
    /** What it takes beside its payload and properties. */
    private static final int OVERHEAD = 256;

    private final Stamp stamp;
    private final Principal publisher;
    private final Topic topic;
    private final Message message;
    private final @Nullable Position position;
    private volatile @Nullable Encoded encoded;

    public Publication(Stamp stamp, Principal publisher, Topic topic, Message message) {
        this(stamp, publisher, topic, message, null);
    }

    private Publication(Stamp stamp, Principal publisher, Topic topic, Message message, @Nullable Position position) {
        this.stamp = stamp;
        this.publisher = publisher;
        this.topic = topic;
        this.message = message;
        this.position = position;
    }

    /** The same publication, at its place in the topic's log. */
    public Publication at(Position place) {
        return new Publication(stamp, publisher, topic, message, place);
    }

    /** Its id, when and where it was admitted. */
    public Stamp stamp() {
        return stamp;
    }

    public String id() {
        return stamp.id();
    }

    public Instant time() {
        return stamp.time();
    }

    /** The node that admitted it. */
    public String origin() {
        return stamp.origin();
    }

    public ApplicationId application() {
        return publisher.application();
    }

    public Principal publisher() {
        return publisher;
    }

    public Topic topic() {
        return topic;
    }

    public Message message() {
        return message;
    }

    public Payload payload() {
        return message.payload();
    }

    /** The room it takes in memory, in bytes; about. */
    public int size() {
        return OVERHEAD + payload().size() + message.properties().size();
    }

    /** Its place in the topic's log; null where the topic has no history. */
    public @Nullable Position position() {
        return position;
    }

    /** When it stops being worth delivering; null for never. */
    public @Nullable Instant expires() {
        var expiry = message.expiry();
        return expiry == null ? null : stamp.time().plus(expiry);
    }

    /**
     * The seconds of its expiry without those that it has waited in whole: more than 0 until it has expired.
     *
     * @return 0 for one that never expires
     */
    public long secondsLeft(Instant now) {
        var expiry = message.expiry();
        if (expiry == null) {
            return 0;
        }
        var all = expiry.plusNanos(999_999_999).toSeconds();
        var waited = Math.max(0, Duration.between(stamp.time(), now).toSeconds());
        return Math.max(0, all - waited);
    }

    /** Whether it is not worth delivering any more. */
    public boolean hasExpired(Instant now) {
        var end = expires();
        return end != null && !now.isBefore(end);
    }

    /** The same now; the clock is asked only about what may expire at all. */
    public boolean hasExpired(InstantSource clock) {
        return message.expiry() != null && hasExpired(clock.instant());
    }

    /** The bytes in a wire form: made on first use, then shared. Not to be changed by the caller. */
    public byte[] encoded(WireForm form) {
        for (var e = encoded; e != null; e = e.next) {
            if (e.form == form) {
                return e.bytes;
            }
        }
        return encodeOnce(form);
    }

    private synchronized byte[] encodeOnce(WireForm form) {
        for (var e = encoded; e != null; e = e.next) {
            if (e.form == form) {
                return e.bytes;
            }
        }
        var made = new Encoded(form, form.encode(this), encoded);
        encoded = made;
        return made.bytes;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Encoded(
            WireForm form, byte[] bytes, @Nullable Encoded next) {}
}
