package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Subscription;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where one topic's log and its live deliveries meet at one reader. While the log is read, what comes live waits, the newest of it; what had to be let go is in the
 * log. When the two meet, by their offsets, what waits follows what was read, and from then on nothing waits.
 */
final class Seam {
    /** So many deliveries wait at most. */
    static final int MOST_HELD = 128;

    private final ArrayDeque<Delivery> held = new ArrayDeque<>();
    private final Outbox outbox;
    private boolean joined;
    private @Nullable Position read;

    Seam(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A live delivery: it waits, or goes on unless it was read from the log already. */
    synchronized Offer offer(Delivery delivery) {
        if (joined) {
            return isRead(delivery) ? Offer.TAKEN : outbox.offer(delivery);
        }
        if (held.size() == MOST_HELD) {
            held.removeFirst();
        }
        held.addLast(delivery);
        return Offer.TAKEN;
    }

    private boolean isRead(Delivery delivery) {
        var at = delivery.publication().position();
        return read != null && at != null && at.epoch().equals(read.epoch()) && at.offset() <= read.offset();
    }

    /**
     * Lets what waits follow what was read, if there is no gap between.
     *
     * @param subscription the one that is caught up with: what came for one that it replaces is its own
     * @param last where the log was read to; null when it has none
     * @return false when there is a gap: the log has to be read on
     */
    synchronized boolean join(Subscription subscription, @Nullable Position last) {
        read = last;
        while (!held.isEmpty() && isRead(held.getFirst())) {
            held.removeFirst();
        }
        var next = held.peekFirst();
        if (next != null && last != null && isBeyond(next.publication().position(), last)) {
            return false;
        }
        held.forEach(delivery -> outbox.offer(renewed(delivery, subscription)));
        held.clear();
        joined = true;
        return true;
    }

    private static Delivery renewed(Delivery delivery, Subscription by) {
        var old = delivery.subscription();
        return old != by && old.filter().equals(by.filter()) && old.options().group() == null
                ? new Delivery(delivery.publication(), by, delivery.others(), delivery.retained())
                : delivery;
    }

    private static boolean isBeyond(@Nullable Position next, Position last) {
        return next != null && next.epoch().equals(last.epoch()) && next.offset() > last.offset() + 1;
    }

    /** True once a delivery has gone by that the log did not have: there is nothing more to do here. */
    synchronized boolean isPassedBy(Delivery delivery) {
        return joined && !isRead(delivery);
    }

    /** What comes live waits again, for the log is read once more. */
    synchronized void reopen() {
        joined = false;
    }

    synchronized boolean isJoined() {
        return joined;
    }

    /** Lets go on what waits, but for what this subscription alone brought; null for none. */
    synchronized void release(@Nullable Subscription ended) {
        joined = true;
        held.stream()
                .filter(delivery ->
                        delivery.subscription() != ended || !delivery.others().isEmpty())
                .forEach(outbox::offer);
        held.clear();
    }
}
