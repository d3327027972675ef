package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.routing.Delivery;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The live deliveries of one topic that wait for its log to be read, the newest of them: what had to be let go is in the log. Guarded by {@link Seams}. */
final class Waiting {
    /** So many deliveries wait at most. */
    static final int MOST = 128;

    private final ArrayDeque<Delivery> held = new ArrayDeque<>(1);
    private final AtomicLong bytes;
    private @Nullable Position first;
    private @Nullable Position letGo;

    /** @param bytes that wait at all seams of the line */
    Waiting(AtomicLong bytes) {
        this.bytes = bytes;
    }

    void add(Delivery delivery) {
        var at = delivery.publication().position();
        first = first == null ? at : first;
        var size = delivery.publication().size();
        while (!held.isEmpty() && (held.size() == MOST || isTooMuch(size))) {
            letGo = take().publication().position();
        }
        if (isTooMuch(size)) {
            letGo = at;
        } else {
            bytes.addAndGet(size);
            held.addLast(delivery);
        }
    }

    private boolean isTooMuch(int size) {
        return bytes.get() + size > Seams.MOST_BYTES;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    Delivery take() {
        var next = held.removeFirst();
        bytes.addAndGet(-next.publication().size());
        return next;
    }

    /** Those that were read from the log up to there wait no more. */
    void passOver(@Nullable Position read) {
        while (!held.isEmpty() && isUpTo(held.getFirst().publication().position(), read)) {
            take();
        }
    }

    /** Whether some that are behind this were let go, or the next that waits does not follow it. */
    boolean isBehindAGap(Position read) {
        var next = held.peekFirst();
        return hasLetGo(read) || (next != null && isBeyond(next.publication().position(), read));
    }

    /** Whether some that are behind this were let go: only the log can bring them. */
    boolean hasLetGo(@Nullable Position read) {
        return letGo != null && !isUpTo(letGo, read);
    }

    private static boolean isBeyond(@Nullable Position next, Position read) {
        return next != null && next.epoch().equals(read.epoch()) && next.offset() > read.offset() + 1;
    }

    /** Whether a position is none that follows another. */
    static boolean isUpTo(@Nullable Position at, @Nullable Position read) {
        return at != null && read != null && at.epoch().equals(read.epoch()) && at.offset() <= read.offset();
    }

    /** The position of the first that came to wait; null when none did. */
    @Nullable
    Position first() {
        return first;
    }

    /** Nothing waits, and nothing was let go. */
    void clear() {
        while (!held.isEmpty()) {
            take();
        }
        first = null;
        letGo = null;
    }
}
