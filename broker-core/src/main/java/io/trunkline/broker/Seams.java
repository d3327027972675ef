package io.trunkline.broker;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All seams of one connection: a topic has one from when a filter that matches it is caught up with, until the log and the live deliveries have met. */
final class Seams {
    private final Map<String, Seam> seams = new ConcurrentHashMap<>();
    private final Set<TopicFilter> open = new HashSet<>();
    private final Outbox outbox;

    Seams(Outbox outbox) {
        this.outbox = outbox;
    }

    /** From now on all that the filter matches waits, be it that it was caught up with before. @throws Refused LIMIT_REACHED when it does so already */
    synchronized void open(TopicFilter filter) {
        if (!open.add(filter)) {
            throw new Refused(Reason.LIMIT_REACHED, "the subscription is being caught up with already");
        }
        seams.forEach((name, seam) -> {
            if (filter.matches(Topic.of(name))) {
                seam.reopen();
            }
        });
    }

    /** From now on nothing more waits because of the filter. @return the topics for which something waits still */
    synchronized List<String> close(TopicFilter filter) {
        open.remove(filter);
        return seams.entrySet().stream()
                .filter(seam -> !seam.getValue().isJoined())
                .map(Map.Entry::getKey)
                .filter(topic -> filter.matches(Topic.of(topic)))
                .toList();
    }

    /** Takes a delivery, or has it wait; what is taken is on its way before anything is opened that would have it wait. */
    synchronized Offer offer(Delivery delivery) {
        var topic = delivery.publication().topic();
        var known = seams.get(topic.name());
        var seam = known == null ? sought(topic) : known;
        if (seam == null) {
            return outbox.offer(delivery);
        }
        var offer = seam.offer(delivery);
        if (seam.isPassedBy(delivery)) {
            seams.remove(topic.name(), seam);
        }
        return offer;
    }

    private @Nullable Seam sought(Topic topic) {
        return open.stream().anyMatch(filter -> filter.matches(topic)) ? of(topic) : null;
    }

    /** The topic's seam, begun if there is none. */
    Seam of(Topic topic) {
        return seams.computeIfAbsent(topic.name(), name -> new Seam(outbox));
    }

    /** The topic was not caught up with: what waits goes on, but for what a subscription alone brought that has ended; null when it was only made anew. */
    void release(String topic, @Nullable Subscription ended) {
        var seam = seams.remove(topic);
        if (seam != null) {
            seam.release(ended);
        }
    }
}
