package io.trunkline.broker;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How what was read of a log, or waited meanwhile, goes on to its line. It counted as taken when it came, so what is lost here is told here. */
record Onward(LineConnection line) {
    /** For those of some subscriptions who want it. */
    void read(Publication publication, List<Subscription> due) {
        var matched = due.stream()
                .filter(subscription -> subscription.wants(publication))
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

    private static Delivery delivery(Publication publication, List<Subscription> matched) {
        return new Delivery(publication, matched.get(0), List.copyOf(matched.subList(1, matched.size())), false);
    }

    /** What came live for its subscriptions as they are now; null when there is none any more. */
    @Nullable
    Delivery renewed(Delivery delivery) {
        var now = new ArrayList<Subscription>(1);
        add(delivery.subscription(), now);
        delivery.others().forEach(other -> add(other, now));
        return now.isEmpty() ? null : delivery(delivery.publication(), now);
    }

    private void add(Subscription old, List<Subscription> to) {
        var now = line.subscription(old.filter(), null);
        if (now != null) {
            to.add(now);
        }
    }

    void goOn(Delivery delivery) {
        if (line.outbox().offer(delivery) == Offer.DROPPED) {
            line.lost(delivery.publication(), FanOut.whyNot(line.outbox()));
        }
    }
}
