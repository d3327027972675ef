package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscription;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where one topic's log and its live deliveries meet at one reader. While the log is read, what comes live waits, the newest of it; what had to be let go is in the
 * log. When the two meet, by their offsets, what waits follows what was read, and from then on nothing waits. Guarded by {@link Seams}.
 */
final class Seam {
    /** So many deliveries wait at most. */
    static final int MOST_HELD = 128;

    private final ArrayDeque<Delivery> held = new ArrayDeque<>(1);
    private final LineConnection line;
    private final AtomicLong waiting;
    private boolean joined;
    private @Nullable Position read;
    private @Nullable Position letGo;

    /** @param waiting the bytes that wait at all seams of the line */
    Seam(LineConnection line, AtomicLong waiting) {
        this.line = line;
        this.waiting = waiting;
    }

    /** A live delivery of what the log has: it waits, or goes on unless it was read from the log already. */
    Offer offer(Delivery delivery) {
        if (joined) {
            return isRead(positionOf(delivery)) ? Offer.TAKEN : line.outbox().offer(delivery);
        }
        var size = delivery.publication().size();
        while (!held.isEmpty() && (held.size() == MOST_HELD || isTooMuch(size))) {
            letGo = positionOf(take());
        }
        if (isTooMuch(size)) {
            letGo = positionOf(delivery);
        } else {
            waiting.addAndGet(size);
            held.addLast(delivery);
        }
        return Offer.TAKEN;
    }

    private boolean isTooMuch(int size) {
        return waiting.get() + size > Seams.MOST_BYTES;
    }

    private Delivery take() {
        var first = held.removeFirst();
        waiting.addAndGet(-first.publication().size());
        return first;
    }

    private static @Nullable Position positionOf(Delivery delivery) {
        return delivery.publication().position();
    }

    private boolean isRead(@Nullable Position at) {
        return read != null && at != null && at.epoch().equals(read.epoch()) && at.offset() <= read.offset();
    }

    /**
     * Lets what waits follow what was read, if there is no gap between.
     *
     * @param subscription the one that is caught up with: what came for one that it replaces is its own
     * @param last where the log was read to; null when it has none
     * @return false when there is a gap: the log has to be read on
     */
    boolean join(Subscription subscription, @Nullable Position last) {
        read = last;
        while (!held.isEmpty() && isRead(positionOf(held.getFirst()))) {
            take();
        }
        if (last != null && isBehindAGap(last)) {
            return false;
        }
        while (!held.isEmpty()) {
            goOn(renewed(take(), subscription));
        }
        joined = true;
        letGo = null;
        return true;
    }

    private boolean isBehindAGap(Position last) {
        var next = held.peekFirst();
        return (letGo != null && !isRead(letGo)) || (next != null && isBeyond(positionOf(next), last));
    }

    private static boolean isBeyond(@Nullable Position next, Position last) {
        return next != null && next.epoch().equals(last.epoch()) && next.offset() > last.offset() + 1;
    }

    private static Delivery renewed(Delivery delivery, Subscription by) {
        var old = delivery.subscription();
        return old != by && old.filter().equals(by.filter()) && old.options().group() == null
                ? new Delivery(delivery.publication(), by, delivery.others(), delivery.retained())
                : delivery;
    }

    /** It counted as taken when it came. */
    private void goOn(Delivery delivery) {
        if (line.outbox().offer(delivery) == Offer.DROPPED) {
            line.lost(delivery.publication(), FanOut.whyNot(line.outbox()));
        }
    }

    /** True once a delivery has gone by that the log did not have: there is nothing more to do here. */
    boolean isPassedBy(Delivery delivery) {
        return joined && !isRead(positionOf(delivery));
    }

    /** What comes live waits again, for the log is read once more. */
    void reopen() {
        joined = false;
    }

    boolean isJoined() {
        return joined;
    }

    /** Nothing waits any more that this subscription alone brought. */
    void forget(@Nullable Subscription ended) {
        held.removeIf(delivery -> {
            var over = delivery.subscription() == ended && delivery.others().isEmpty();
            waiting.addAndGet(over ? -delivery.publication().size() : 0);
            return over;
        });
    }

    /** Lets go on what waits, as the log is not read on. */
    void release() {
        while (!held.isEmpty()) {
            var next = take();
            if (!isRead(positionOf(next))) {
                goOn(next);
            }
        }
        joined = true;
        letGo = null;
    }
}
