package io.trunkline.broker;

import io.trunkline.broker.message.Position;
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

    private final Map<String, Seam> seams = new HashMap<>();
    private final Set<TopicFilter> begun = new HashSet<>();
    private final Set<TopicFilter> open = new HashSet<>();
    private final AtomicLong waiting = new AtomicLong();
    private final LineConnection line;

    Seams(LineConnection line) {
        this.line = line;
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
            giveUp(filter, null);
            throw no;
        }
    }

    private synchronized void open(TopicFilter filter, int most) {
        if (begun.contains(filter)) {
            throw new Refused(Reason.LIMIT_REACHED, "the subscription is being caught up with already");
        }
        if (begun.size() >= most) {
            throw new Refused(Reason.LIMIT_REACHED, "a connection catches up with at most " + most + " filters");
        }
        begun.add(filter);
        open.add(filter);
        seams.forEach((name, seam) -> {
            if (filter.matches(Topic.of(name))) {
                seam.reopen();
            }
        });
    }

    /** From now on nothing more begins to wait because of the filter. @return the topics for which something waits still */
    synchronized List<String> close(TopicFilter filter) {
        open.remove(filter);
        return seams.entrySet().stream()
                .filter(seam -> !seam.getValue().isJoined())
                .map(Map.Entry::getKey)
                .filter(topic -> filter.matches(Topic.of(topic)))
                .toList();
    }

    /** The filter is caught up with, and may be again. */
    synchronized void done(TopicFilter filter) {
        begun.remove(filter);
    }

    /**
     * The filter is not caught up with any more: what waits for others goes on, unless yet others have it wait.
     *
     * @param ended the filter's subscription; null when it was refused, or only made anew
     */
    synchronized void giveUp(TopicFilter filter, @Nullable Subscription ended) {
        close(filter).forEach(topic -> {
            var seam = of(Topic.of(topic));
            seam.forget(ended);
            if (!isSought(Topic.of(topic))) {
                seam.release();
            }
        });
        done(filter);
    }

    /** Takes a delivery, or has it wait; what is taken is on its way before anything is opened that would have it wait. What no log has, waits for none. */
    synchronized Offer offer(Delivery delivery) {
        var topic = delivery.publication().topic();
        if (delivery.publication().position() == null) {
            return line.outbox().offer(delivery);
        }
        var sought = isSought(topic);
        var seam = sought ? of(topic) : seams.get(topic.name());
        if (seam == null) {
            return line.outbox().offer(delivery);
        }
        var offer = seam.offer(delivery);
        if (!sought && seam.isPassedBy(delivery)) {
            seams.remove(topic.name());
        }
        return offer;
    }

    private boolean isSought(Topic topic) {
        return open.stream().anyMatch(filter -> filter.matches(topic));
    }

    /** The topic's log was read to its end: see {@link Seam#join}. */
    synchronized boolean join(Topic topic, Subscription subscription, @Nullable Position last) {
        return of(topic).join(subscription, last);
    }

    /** The topic's seam, begun if there is none. */
    private Seam of(Topic topic) {
        return seams.computeIfAbsent(topic.name(), name -> new Seam(line, waiting));
    }
}
