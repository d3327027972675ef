package io.trunkline.broker.routing;

import io.trunkline.broker.topic.Topic;

/** Whoever subscribes: a connection, as routing sees it. */
public interface Subscriber {
    /** Unique on all nodes. */
    String id();

    Outbox outbox();

    /** Whether it may hear this topic now; asked for every delivery that a wildcard over secure topics brings. */
    boolean mayHear(Topic topic);
}
