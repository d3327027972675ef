package io.trunkline.broker;

import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where one topic's log and its live deliveries meet at one reader. The log is read once for all of the reader's subscriptions that want something of it; meanwhile
 * what comes live waits. When the two meet, by their offsets, what waits follows what was read, and from then on nothing waits. Guarded by {@link Seams}.
 */
final class Seam {
    /** Who goes back more often hears something again. */
    private static final int MOST_STRETCHES = 8;

    private final List<Want> wants = new ArrayList<>(1);
    private final List<Stretch> brought = new ArrayList<>(0);
    private final Waiting waiting;
    private final LineConnection line;
    private boolean joined;
    private long joinedAt;
    private @Nullable Instant newest;
    /** Reads the log for all. */
    private @Nullable Subscription walker;
    /** The log is brought from behind this, */
    private @Nullable Position from;
    /** and has been up to this; */
    private @Nullable Position at;
    /** with what the line published itself. */
    private boolean own;
    /** nothing behind this was brought or went by. */
    private @Nullable Position top;
    /** What is behind this comes live as well. */
    private @Nullable Position head;

    /** What a subscription wants of the log: all that is behind a position. */
    private record Want(Subscription subscription, @Nullable Position after) {}

    /** Of the log, all that is behind one position up to another, be it but for what the line published itself. */
    private record Stretch(
            @Nullable Position after, @Nullable Position last, boolean own) {
        boolean holds(@Nullable Position position) {
            return Waiting.isUpTo(position, last) && !Waiting.isUpTo(position, after);
        }
    }

    /** @param bytes that wait at all seams of the line */
    Seam(LineConnection line, AtomicLong bytes) {
        this.line = line;
        this.waiting = new Waiting(bytes);
    }

    /** A live delivery of what the log has: it waits, or goes on unless it was read from the log already. */
    Offer offer(Delivery delivery) {
        if (!joined) {
            waiting.add(delivery);
            return Offer.TAKEN;
        }
        var position = delivery.publication().position();
        if (Waiting.isUpTo(position, top)) {
            return Offer.TAKEN;
        }
        at = position;
        top = position;
        return line.outbox().offer(delivery);
    }

    /** What comes live waits again, for the log is read once more. */
    void reopen() {
        joined = false;
    }

    /**
     * A subscription wants what is behind a position. What the log brings or has brought for another one while this one was being caught up with does not come
     * twice; where this one wants older, it is gone back to there.
     *
     * @param first what was read of the log at first
     * @param opened when the subscription began to be caught up with
     * @param hearing the subscriptions that there are to the topic
     * @return whether the log is to be read for it
     */
    boolean claim(Subscription subscription, Slice first, long opened, List<Subscription> hearing) {
        var after = CatchUp.before(first);
        var known = walker != null || joinedAt >= opened;
        var covered = known && isFrom(after) && (own || subscription.options().noLocal());
        if (walker == null && covered) {
            return false;
        }
        if (walker == null) {
            wants.clear();
            head = first.head();
            joined = false;
        }
        wants.removeIf(want -> !hearing.contains(want.subscription()));
        wants.add(new Want(subscription, after));
        if (!covered) {
            goBack(known, after);
            own = !subscription.options().noLocal();
        }
        var isFirst = walker == null;
        walker = isFirst ? subscription : walker;
        return isFirst;
    }

    private boolean isFrom(@Nullable Position after) {
        return after == null || Waiting.isUpTo(from, after);
    }

    private void goBack(boolean known, @Nullable Position after) {
        if (!known) {
            brought.clear();
        } else if (at != null && !at.equals(from)) {
            brought.add(new Stretch(from, at, own));
        }
        if (brought.size() > MOST_STRETCHES) {
            brought.remove(0);
        }
        from = after;
        at = after;
        top = Waiting.isUpTo(after, top) ? top : after;
    }

    /** The log is to be read for those that live deliveries were meant for which could not wait. @return behind which position */
    Position recover(Subscription by) {
        var first = Objects.requireNonNull(waiting.first());
        var before = new Position(first.epoch(), first.offset() - 1);
        wants.clear();
        goBack(false, before);
        own = true;
        head = before;
        walker = by;
        return before;
    }

    boolean isWalkedBy(Subscription subscription) {
        return walker == subscription;
    }

    boolean isWalked() {
        return walker != null;
    }

    /**
     * Offers what was read, as far as it follows what was brought.
     *
     * @param hearing the subscriptions that there are to the topic
     */
    void bring(List<Publication> read, List<Subscription> hearing) {
        for (var publication : read) {
            if (follows(publication.position())) {
                pass(publication, hearing);
            }
        }
    }

    private boolean follows(@Nullable Position next) {
        return next != null && at != null && next.epoch().equals(at.epoch()) && next.offset() == at.offset() + 1;
    }

    private void pass(Publication publication, List<Subscription> hearing) {
        var position = publication.position();
        at = position;
        top = Waiting.isUpTo(position, top) ? top : position;
        newest = publication.time();
        var isOwn = line.id().equals(publication.publisher().connectionId());
        if (brought.stream().noneMatch(stretch -> stretch.holds(position) && (stretch.own() || !isOwn))) {
            offer(publication, hearing);
        }
    }

    private void offer(Publication publication, List<Subscription> hearing) {
        var matched = hearing.stream()
                .filter(subscription -> isDue(subscription, publication.position()) && subscription.wants(publication))
                .toList();
        if (matched.isEmpty()) {
            return;
        }
        if (line.hasExpired(publication)) {
            line.lost(publication, Reason.EXPIRED);
        } else {
            goOn(delivery(publication, matched));
        }
    }

    /** Those that did not ask for history hear what would have come live. */
    private boolean isDue(Subscription subscription, @Nullable Position position) {
        for (var want : wants) {
            if (want.subscription() == subscription) {
                return !Waiting.isUpTo(position, want.after());
            }
        }
        return (head != null && !Waiting.isUpTo(position, head))
                || (waiting.first() != null && Waiting.isUpTo(waiting.first(), position));
    }

    /** Where it counted as taken when it came. */
    private void goOn(Delivery delivery) {
        if (line.outbox().offer(delivery) == Offer.DROPPED) {
            line.lost(delivery.publication(), FanOut.whyNot(line.outbox()));
        }
    }

    /** Whether the log is still to be read: for those who want history, or because not all that came live could wait. */
    boolean isWanted(List<Subscription> hearing) {
        return wants.stream().anyMatch(want -> hearing.contains(want.subscription())) || isOwed(hearing);
    }

    /** Whether some that were to come live would be lost without the log. */
    boolean isOwed(List<Subscription> hearing) {
        return !hearing.isEmpty() && waiting.hasLetGo(top);
    }

    /** The log was read to its end: lets what waits follow, unless there is a gap between; then the log has to be read on. */
    boolean join(long now) {
        waiting.passOver(top);
        if (at != null && waiting.isBehindAGap(at)) {
            return false;
        }
        joinedAt = now;
        release();
        return true;
    }

    /** Lets go on what waits, as the log is not read any more. What is offered may let others go on: they find all done. */
    void release() {
        waiting.passOver(top);
        var ready = new ArrayList<Delivery>(0);
        while (!waiting.isEmpty()) {
            var next = waiting.take();
            at = next.publication().position();
            top = at;
            ready.add(next);
        }
        waiting.clear();
        wants.clear();
        walker = null;
        joined = true;
        newest = newest == null ? line.now() : newest;
        ready.forEach(this::renewed);
    }

    /** Goes on for its subscriptions as they are now, if there is one. */
    private void renewed(Delivery delivery) {
        var now = new ArrayList<Subscription>(1);
        add(delivery.subscription(), now);
        delivery.others().forEach(other -> add(other, now));
        if (!now.isEmpty()) {
            goOn(delivery(delivery.publication(), now));
        }
    }

    private static Delivery delivery(Publication publication, List<Subscription> matched) {
        return new Delivery(publication, matched.get(0), List.copyOf(matched.subList(1, matched.size())), false);
    }

    private void add(Subscription old, List<Subscription> to) {
        var now = line.subscription(old.filter(), null);
        if (now != null) {
            to.add(now);
        }
    }

    /** Where the log is to be read from: behind this. */
    @Nullable
    Position at() {
        return at;
    }

    boolean isJoined() {
        return joined;
    }

    /** True once all that was read has gone by: there is nothing more to do here. */
    boolean isPassedBy(Delivery delivery) {
        return joined && top != null && top.equals(delivery.publication().position());
    }

    /** Nothing that was read can be on its way here yet. */
    boolean isQuiet(Instant longAgo) {
        return joined && newest != null && newest.isBefore(longAgo);
    }
}
