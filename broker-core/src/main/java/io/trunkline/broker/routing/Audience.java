package io.trunkline.broker.routing;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions to one filter: those of their own, and the groups that share. Publishers read a list that is made anew after a change. */
final class Audience {
    private final Map<Subscriber, Subscription> single = new LinkedHashMap<>();
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private volatile Subscription @Nullable [] listed = {};

    /** Adds or replaces. */
    synchronized void add(Subscription subscription) {
        var name = subscription.options().group();
        if (name == null) {
            single.put(subscription.subscriber(), subscription);
            listed = null;
        } else {
            groups.computeIfAbsent(name, key -> new Group()).add(subscription);
        }
    }

    synchronized void remove(Subscriber subscriber, @Nullable String name) {
        if (name == null) {
            single.remove(subscriber);
            listed = null;
            return;
        }
        var group = groups.get(name);
        if (group != null && group.remove(subscriber)) {
            groups.remove(name);
        }
    }

    synchronized boolean isEmpty() {
        return single.isEmpty() && groups.isEmpty();
    }

    void each(Publication publication, Consumer<Subscription> sink) {
        for (var subscription : listed()) {
            if (subscription.wants(publication)) {
                sink.accept(subscription);
            }
        }
    }

    /** One member of every group. */
    void eachShared(Publication publication, Consumer<Subscription> sink) {
        if (groups.isEmpty()) {
            return;
        }
        for (var group : groups.values()) {
            var chosen = group.choose(publication);
            if (chosen != null) {
                sink.accept(chosen);
            }
        }
    }

    /** All who may hear the topic, every member of every group. */
    void readers(Topic topic, Consumer<Subscriber> sink) {
        for (var subscription : listed()) {
            read(topic, subscription, sink);
        }
        groups.values().forEach(group -> group.members().forEach(member -> read(topic, member, sink)));
    }

    private static void read(Topic topic, Subscription subscription, Consumer<Subscriber> sink) {
        if (subscription.reaches(topic)) {
            sink.accept(subscription.subscriber());
        }
    }

    private Subscription[] listed() {
        var known = listed;
        return known == null ? relist() : known;
    }

    private synchronized Subscription[] relist() {
        var made = single.values().toArray(Subscription[]::new);
        listed = made;
        return made;
    }
}
