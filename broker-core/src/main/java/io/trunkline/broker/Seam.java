package io.trunkline.broker;

import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one topic's log and its live deliveries meet at one reader. The log is read once for all of the reader's subscriptions that want something of it; meanwhile
 * what comes live waits. When the two meet, by their offsets, what waits follows what was read, and from then on nothing waits. Guarded by {@link Seams}.
 */
final class Seam {
    private final Wants wants = new Wants();
    private final Brought brought = new Brought();
    private final LiveTail waiting;
    private final Onward onward;
    private final LineConnection line;
    private final LongSupplier count;
    private boolean joined;
    private @Nullable Instant newest;
    /** Reads the log for all. */
    private @Nullable Subscription walker;

    /**
     * One where all that comes live waits.
     *
     * @param waiting has what could not wait before there was a seam
     * @param count moves when a filter begins to be caught up with
     */
    Seam(LineConnection line, LiveTail waiting, LongSupplier count) {
        this.line = line;
        this.count = count;
        this.waiting = waiting;
        this.onward = new Onward(line);
    }

    /** A live delivery of what the log has: it waits, or goes on, unless it was read from the log already. */
    Offer offer(Delivery delivery) {
        var publication = delivery.publication();
        var position = Objects.requireNonNull(publication.position());
        if (brought.has(position, isOwn(publication))) {
            return Offer.TAKEN;
        }
        if (!joined) {
            waiting.add(delivery);
            return Offer.TAKEN;
        }
        brought.pass(position, count.getAsLong());
        return line.outbox().offer(delivery);
    }

    private boolean isOwn(Publication publication) {
        return line.id().equals(publication.publisher().connectionId());
    }

    /** What comes live waits again, for the log is read once more, for one who asks after this. */
    void reopen() {
        joined = false;
        if (walker == null) {
            brought.breakOff(count.getAsLong());
        }
    }

    /**
     * A subscription wants what is behind a position. What the log brings or has brought for another one while this one was being caught up with does not come
     * twice; where this one wants older, it is gone back to there.
     *
     * @param first what was read of the log at first
     * @param asked when the subscription began to be caught up with
     * @param hearing the subscriptions that there are to the topic
     * @return whether the log is to be read for it
     */
    boolean claim(Subscription subscription, Slice first, long asked, List<Subscription> hearing) {
        var after = CatchUp.before(first);
        var withOwn = !subscription.options().noLocal();
        var covered = brought.covers(after, withOwn);
        if (walker == null && covered) {
            return false;
        }
        if (walker == null) {
            wants.begin(first.head());
            joined = false;
        }
        wants.add(new Wants.Want(subscription, after, asked), hearing);
        if (after != null && wants.areOf(hearing)) {
            brought.assume(after);
        }
        if (!covered) {
            brought.goBack(after, withOwn, count.getAsLong());
        }
        var isFirst = walker == null;
        walker = isFirst ? subscription : walker;
        return isFirst;
    }

    /** The log is to be read for those that live deliveries were meant for which could not wait. @return behind which position */
    Position recover(Subscription by) {
        var before = beforeLive();
        wants.begin(before);
        brought.goBack(before, true, count.getAsLong());
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
            if (brought.isFollowedBy(publication.position())) {
                pass(publication, hearing);
            }
        }
    }

    private void pass(Publication publication, List<Subscription> hearing) {
        newest = publication.time();
        var position = Objects.requireNonNull(publication.position());
        var due = hearing.stream()
                .filter(subscription -> wants.isDue(subscription, position, waiting.first()))
                .toList();
        if (due.isEmpty()) {
            brought.skip(position, count.getAsLong());
        } else if (brought.read(position, isOwn(publication), wants.asked(due))) {
            onward.read(publication, due);
        }
    }

    /** Whether the log is still to be read: for those who want history, or because not all that came live could wait. */
    boolean isWanted(List<Subscription> hearing) {
        return wants.areOfAny(hearing) || isOwed(hearing);
    }

    /** Whether some that were to come live would be lost without the log. */
    boolean isOwed(List<Subscription> hearing) {
        var first = waiting.first();
        var letGo = waiting.letGo();
        return first != null && letGo != null && !wants.areOf(hearing) && !brought.hasAll(first, letGo);
    }

    /**
     * The log was read to its end: lets what waits follow, unless there is a gap between; then the log has to be read on, or again.
     *
     * @param hearing the subscriptions that there are to the topic
     */
    boolean join(List<Subscription> hearing) {
        leaveOut();
        var at = brought.at();
        if (at != null && waiting.isBehindAGap(at)) {
            return false;
        }
        if (isOwed(hearing)) {
            brought.goBack(beforeLive(), true, count.getAsLong());
            return false;
        }
        letGo();
        return true;
    }

    /** Behind this is all that came to wait. */
    private Position beforeLive() {
        var first = Objects.requireNonNull(waiting.first());
        return new Position(first.epoch(), first.offset() - 1);
    }

    /** What was read while it waited. */
    private void leaveOut() {
        waiting.leaveOut(delivery ->
                brought.has(Objects.requireNonNull(delivery.publication().position()), isOwn(delivery.publication())));
    }

    /** Lets go on what waits, as the log is not read any more. */
    void release() {
        brought.breakOff(count.getAsLong());
        leaveOut();
        letGo();
    }

    /** What is offered may let others go on: they find all done. */
    private void letGo() {
        var ready = new ArrayList<Delivery>(0);
        while (!waiting.isEmpty()) {
            var next = onward.renewed(waiting.take());
            if (next == null) {
                brought.breakOff(count.getAsLong());
            } else {
                brought.pass(Objects.requireNonNull(next.publication().position()), count.getAsLong());
                ready.add(next);
            }
        }
        waiting.clear();
        wants.clear();
        walker = null;
        joined = true;
        newest = newest == null ? line.now() : newest;
        ready.forEach(onward::goOn);
    }

    /** Where the log is to be read from: behind this. */
    @Nullable
    Position at() {
        return brought.at();
    }

    boolean isJoined() {
        return joined;
    }

    /** True once all that was read has gone by: there is nothing more to do here. */
    boolean isPassedBy(Delivery delivery) {
        return joined && Objects.equals(brought.top(), delivery.publication().position());
    }

    /** Nothing that was read can be on its way here yet. */
    boolean isQuiet(Instant longAgo) {
        return joined && newest != null && newest.isBefore(longAgo);
    }
}
