package io.trunkline.broker.routing;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** All subscriptions on this node, a tree of its own for each application: no publication can reach another's. */
public final class SubscriptionTable {
    private final Map<ApplicationId, FilterTree> trees = new ConcurrentHashMap<>();

    /** Adds, or replaces the same subscriber's subscription with the same filter and group. In force when this returns. */
    public void add(ApplicationId application, Subscription subscription) {
        trees.compute(application, (id, tree) -> {
            var grown = tree == null ? new FilterTree() : tree;
            grown.add(subscription);
            return grown;
        });
    }

    public void remove(ApplicationId application, Subscription subscription) {
        trees.computeIfPresent(application, (id, tree) -> {
            tree.remove(subscription);
            return tree.isEmpty() ? null : tree;
        });
    }

    /** Hands over everyone who hears a topic, once for each of its filters that match. */
    public void readers(ApplicationId application, Topic topic, Consumer<Subscriber> sink) {
        var tree = trees.get(application);
        if (tree != null) {
            tree.readers(topic, sink);
        }
    }

    /** Hands over one delivery for each subscriber that hears the publication, on the calling thread. */
    public void match(Publication publication, Consumer<Delivery> sink) {
        var tree = trees.get(publication.application());
        if (tree != null) {
            tree.match(publication, sink);
        }
    }
}
