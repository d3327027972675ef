package io.trunkline.broker.routing;

import io.trunkline.broker.topic.Topic;

/** Whoever subscribes: a connection, as routing sees it. */
public interface Subscriber {
    /** Unique on all nodes. */
    String id();

    Outbox outbox();

    /** Takes a delivery, as its outbox does; while it is catching up, those for which it is too early wait. */
    default Offer offer(Delivery delivery) {
        return outbox().offer(delivery);
    }

    /** Whether it may hear this topic now; asked for every delivery that a wildcard over secure topics brings. */
    boolean mayHear(Topic topic);
}
