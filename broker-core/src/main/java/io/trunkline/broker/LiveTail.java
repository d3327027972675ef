package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.routing.Delivery;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The live deliveries of one topic that wait for its log to be read, the newest of them: what had to be let go is in the log. Guarded by {@link Seams}. */
final class LiveTail {
    /** So many deliveries wait at most. */
    static final int MOST = 128;

    private final ArrayDeque<Delivery> held = new ArrayDeque<>(1);
    private final AtomicLong bytes;
    private @Nullable Position first;
    private @Nullable Position letGo;
    /** Let go, and not found in the log that was read. */
    private @Nullable Position doubtful;

    /**
     * One where nothing waits yet.
     *
     * @param bytes that wait at all seams of the line
     * @param missed what could not wait before
     */
    LiveTail(AtomicLong bytes, Overflow.@Nullable LetGo missed) {
        this.bytes = bytes;
        this.first = missed == null ? null : missed.first();
        this.letGo = missed == null ? null : missed.last();
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

    /** Those wait no more. */
    void leaveOut(Predicate<Delivery> which) {
        held.removeIf(delivery -> {
            var out = which.test(delivery);
            bytes.addAndGet(out ? -delivery.publication().size() : 0);
            return out;
        });
    }

    /** Whether some that are behind this were let go, or the next that waits does not follow it. */
    boolean isBehindAGap(Position read) {
        return hasLetGo(read) || isBeyond(nextBehind(read), read);
    }

    /** Whether some that are behind this were let go: only the log can bring them, unless it shows, read once more, that theirs is over. */
    private boolean hasLetGo(Position read) {
        if (letGo == null || isUpTo(letGo, read)) {
            return false;
        }
        var isOver = letGo.equals(doubtful) && !letGo.epoch().equals(read.epoch());
        doubtful = letGo;
        return !isOver;
    }

    /** The last of those that could not wait; null when all could. */
    @Nullable
    Position letGo() {
        return letGo;
    }

    private @Nullable Position nextBehind(Position read) {
        for (var delivery : held) {
            var at = delivery.publication().position();
            if (!isUpTo(at, read)) {
                return at;
            }
        }
        return null;
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
