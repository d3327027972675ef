package io.trunkline.broker;

import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All seams of one connection: a topic has one from when a filter that matches it is caught up with, until the log and the live deliveries have met. One lock
 * guards them all, for what is offered may let the reader of a log go on.
 */
final class Seams {
    /** So much waits at most, at all of them together. */
    static final int MOST_BYTES = 256 << 10;

    private final SeamTable seams;
    private final Map<TopicFilter, Long> begun = new HashMap<>();
    private final Set<TopicFilter> open = new HashSet<>();
    private final Overflow overflow = new Overflow();
    private final AtomicLong waiting = new AtomicLong();
    private final LineConnection line;
    private long times;

    Seams(LineConnection line) {
        this.line = line;
        this.seams = new SeamTable(line::now, this::begin);
    }

    long waitingBytes() {
        return waiting.get();
    }

    /**
     * From now on all that the filter matches waits, be it that it was caught up with before.
     *
     * @param most filters that may be caught up with, those included that were given up and do not know it yet
     * @param subscribing makes the filter's subscription; what it refuses leaves nothing waiting
     * @throws Refused LIMIT_REACHED when it is caught up with already, or too many are
     */
    Subscription open(TopicFilter filter, int most, Supplier<Subscription> subscribing) {
        open(filter, most);
        try {
            return subscribing.get();
        } catch (Refused no) {
            if (giveUp(filter, null)) {
                line.close(Reason.SLOW_READER);
            }
            throw no;
        }
    }

    private synchronized void open(TopicFilter filter, int most) {
        if (begun.containsKey(filter)) {
            throw new Refused(Reason.LIMIT_REACHED, "the subscription is being caught up with already");
        }
        if (begun.size() >= most) {
            throw new Refused(Reason.LIMIT_REACHED, "a connection catches up with at most " + most + " filters");
        }
        seams.matching(filter).forEach(topic -> seams.of(topic).reopen());
        overflow.reopen(filter);
        begun.put(filter, ++times);
        open.add(filter);
    }

    /** Takes a delivery, has it wait, or leaves it to the topic's log. A reader for whom not even that can be remembered is closed. */
    Offer offer(Delivery delivery) {
        var offer = offerNow(delivery);
        if (offer == null) {
            line.close(Reason.SLOW_READER);
        }
        return offer == null ? Offer.DROPPED : offer;
    }

    /** What is taken is on its way before anything is opened that would have it wait. @return null when there is no room */
    private synchronized @Nullable Offer offerNow(Delivery delivery) {
        var topic = delivery.publication().topic();
        var sought = isSought(topic);
        var there = seams.find(topic);
        if (there == null && !overflow.hasLetGo(topic) && (!sought || overflow.passes(topic))) {
            return line.outbox().offer(delivery);
        }
        if (there == null && !makeRoom()) {
            return overflow.letGo(delivery.publication()) ? Offer.TAKEN : null;
        }
        var seam = there == null ? seams.of(topic) : there;
        var offer = seam.offer(delivery);
        if (!sought && seam.isPassedBy(delivery)) {
            seams.remove(topic);
        }
        return offer;
    }

    private boolean makeRoom() {
        return seams.makeRoom(overflow::pass);
    }

    private boolean isSought(Topic topic) {
        return !open.isEmpty() && open.stream().anyMatch(filter -> filter.matches(topic));
    }

    /** A topic's log was read for a subscription for the first time: see {@link Seam#claim}. */
    synchronized boolean claim(Topic topic, Subscription subscription, Slice first) {
        var opened = Objects.requireNonNull(begun.get(subscription.filter()));
        makeRoom();
        return seams.of(topic).claim(subscription, first, opened, hearing(topic));
    }

    /** What was read of a topic's log goes to all that wait for it. */
    synchronized void bring(Topic topic, List<Publication> read) {
        seams.of(topic).bring(read, hearing(topic));
    }

    private List<Subscription> hearing(Topic topic) {
        return line.subscriptions().stream()
                .filter(subscription -> subscription.options().group() == null
                        && subscription.filter().matches(topic))
                .toList();
    }

    /**
     * What was read has been brought.
     *
     * @param head the newest that the log had
     * @return behind which position to read on; null when the log and the live deliveries have met, or nobody wants them to
     */
    synchronized @Nullable Position next(Topic topic, @Nullable Position head) {
        var seam = seams.of(topic);
        var hearing = hearing(topic);
        if (!seam.isWanted(hearing)) {
            seam.release();
        } else if (!Objects.equals(seam.at(), head) || !seam.join(hearing)) {
            return seam.at();
        }
        seams.joined(topic, begun.size() == 1);
        return null;
    }

    /** How many there are. */
    synchronized int size() {
        return seams.size();
    }

    /** From now on nothing more begins to wait because of the filter. @return the topics whose logs have to be read for others who heard them live */
    synchronized List<Topic> close(TopicFilter filter) {
        open.remove(filter);
        var owed =
                overflow.close(filter, this::isSought, topic -> !hearing(topic).isEmpty());
        for (var topic : seams.matching(filter)) {
            var seam = seams.of(topic);
            if (seam.isJoined() || seam.isWalked() || isSought(topic)) {
                continue;
            }
            if (seam.isOwed(hearing(topic))) {
                owed.add(topic);
            } else {
                seam.release();
            }
        }
        return owed;
    }

    /** See {@link Seam#recover}; null when somebody else reads the log by now. */
    synchronized @Nullable Position recover(Topic topic, Subscription by) {
        var seam = overflow.hasLetGo(topic) ? seams.of(topic) : seams.find(topic);
        return seam == null || seam.isJoined() || seam.isWalked() ? null : seam.recover(by);
    }

    /** The filter is caught up with, and may be again. */
    synchronized void done(TopicFilter filter) {
        begun.remove(filter);
        if (begun.isEmpty()) {
            seams.dropIdle();
        }
    }

    /**
     * The filter is not caught up with any more: what waits for others goes on, unless yet others have it wait.
     *
     * @param by the filter's subscription; null when it was refused
     * @return whether others miss something now
     */
    synchronized boolean giveUp(TopicFilter filter, @Nullable Subscription by) {
        var missed = abandoned(filter, by);
        missed.forEach(this::release);
        done(filter);
        return !missed.isEmpty();
    }

    private void release(Topic topic) {
        var seam = seams.find(topic);
        if (seam == null) {
            overflow.remove(topic.name());
        } else {
            seam.release();
        }
    }

    /** Those whose logs it has begun to read or should read; what only waits there goes on. */
    private List<Topic> abandoned(TopicFilter filter, @Nullable Subscription by) {
        var owed = close(filter);
        for (var topic : seams.matching(filter)) {
            var seam = seams.of(topic);
            if (by == null || !seam.isWalkedBy(by)) {
                continue;
            }
            if (seam.isWanted(hearing(topic))) {
                owed.add(topic);
            } else {
                seam.release();
            }
        }
        return owed;
    }

    private Seam begin(String topic) {
        var letGo = overflow.remove(topic);
        return new Seam(line, new LiveTail(waiting, letGo), () -> times);
    }
}
