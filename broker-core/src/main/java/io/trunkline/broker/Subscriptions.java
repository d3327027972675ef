package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionTable;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The subscriptions that one connection holds: those in the table, and none when it has ended. */
final class Subscriptions {
    private final Map<Key, Subscription> held = new LinkedHashMap<>();
    private final SubscriptionTable table;
    private final ApplicationId application;
    private final Consumer<Subscription> left;
    private @Nullable Reason ended;

    private record Key(TopicFilter filter, @Nullable String group) {
        static Key of(Subscription subscription) {
            return new Key(subscription.filter(), subscription.options().group());
        }
    }

    /** @param left hears of each that ended before the connection did */
    Subscriptions(SubscriptionTable table, ApplicationId application, Consumer<Subscription> left) {
        this.table = table;
        this.application = application;
        this.left = left;
    }

    /**
     * Adds it, or replaces the one with its filter and group.
     *
     * @param most how many there may be
     * @throws Refused LIMIT_REACHED, or why the connection has ended
     */
    synchronized void add(Subscription subscription, int most) {
        if (ended != null) {
            throw new Refused(ended);
        }
        var key = Key.of(subscription);
        if (!held.containsKey(key) && held.size() >= most) {
            throw new Refused(Reason.LIMIT_REACHED, "a connection holds at most " + most + " subscriptions");
        }
        var replaced = held.put(key, subscription);
        table.add(application, subscription);
        if (replaced != null) {
            left.accept(replaced);
        }
    }

    synchronized @Nullable Subscription find(TopicFilter filter, @Nullable String group) {
        return held.get(new Key(filter, group));
    }

    /** False when there was none; those on private topics stay. */
    synchronized boolean remove(TopicFilter filter, @Nullable String group) {
        var removed = filter.category() == Category.PRIVATE ? null : held.remove(new Key(filter, group));
        if (removed == null) {
            return false;
        }
        table.remove(application, removed);
        left.accept(removed);
        return true;
    }

    /** Removes those it is asked about, and says which they were; never those on private topics. */
    synchronized List<Subscription> remove(Predicate<TopicFilter> filters) {
        var asked = held.values().stream()
                .filter(subscription -> filters.test(subscription.filter()))
                .toList();
        return asked.stream()
                .filter(subscription ->
                        remove(subscription.filter(), subscription.options().group()))
                .toList();
    }

    synchronized List<Subscription> all() {
        return List.copyOf(held.values());
    }

    /** Why there will be no more, or null. */
    synchronized @Nullable Reason ended() {
        return ended;
    }

    /** Removes all of them, for good, and says which they were; null when that was done before. */
    synchronized @Nullable List<Subscription> end(Reason reason) {
        if (ended != null) {
            return null;
        }
        ended = reason;
        var last = List.copyOf(held.values());
        last.forEach(subscription -> table.remove(application, subscription));
        held.clear();
        return last;
    }
}
