package io.trunkline.broker.routing;

import io.trunkline.broker.access.Permissions;

/** Whoever subscribes: a connection, as routing sees it. */
public interface Subscriber {
    /** Unique on all nodes. */
    String id();

    Outbox outbox();

    /** As they are now; asked anew for every delivery that a wildcard over secure topics brings. */
    Permissions permissions();
}
