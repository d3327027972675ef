package io.trunkline.broker.routing;

import io.trunkline.broker.message.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The members who share one subscription: each publication goes to one of them, in turn: to one that is ready, else to one that is there. */
final class Group {
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Subscription> members = List.of();

    void add(Subscription subscription) {
        var next = without(subscription.subscriber());
        next.add(subscription);
        members = List.copyOf(next);
    }

    /** True when nobody is left. */
    boolean remove(Subscriber subscriber) {
        members = List.copyOf(without(subscriber));
        return members.isEmpty();
    }

    @Nullable
    Subscription choose(Publication publication) {
        var all = members;
        var first = turn.getAndIncrement();
        Subscription fallback = null;
        for (var i = 0; i < all.size(); i++) {
            var member = all.get(Math.floorMod(first + i, all.size()));
            if (!member.wants(publication)) {
                continue;
            }
            if (member.subscriber().outbox().isReady()) {
                return member;
            }
            fallback = fallback == null || isBetter(member, fallback) ? member : fallback;
        }
        return fallback;
    }

    private static boolean isBetter(Subscription member, Subscription than) {
        return member.subscriber().outbox().isPresent()
                && !than.subscriber().outbox().isPresent();
    }

    List<Subscription> members() {
        return members;
    }

    private List<Subscription> without(Subscriber subscriber) {
        var rest = new ArrayList<>(members);
        rest.removeIf(member -> member.subscriber() == subscriber);
        return rest;
    }
}
