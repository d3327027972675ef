package io.trunkline.broker.routing;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Levels;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one application: exact filters by name, filters by levels in a trie, globs one by one. A subscriber that several of its filters
 * match gets one delivery. Reading takes no lock.
 */
final class FilterTree {
    private final Map<String, Audience> exact = new ConcurrentHashMap<>();
    private final LevelNode levels = new LevelNode();
    private final Map<TopicFilter.Wild, Audience> globs = new ConcurrentHashMap<>();

    synchronized void add(Subscription subscription) {
        var filter = subscription.filter();
        Audience audience;
        if (filter instanceof TopicFilter.Wild glob) {
            audience = globs.computeIfAbsent(glob, key -> new Audience());
        } else if (filter instanceof Levels byLevels) {
            audience = levels.grow(byLevels.levels());
        } else {
            audience = exact.computeIfAbsent(filter.text(), key -> new Audience());
        }
        audience.add(subscription);
    }

    synchronized void remove(Subscription subscription) {
        var filter = subscription.filter();
        var audience = find(filter);
        if (audience == null) {
            return;
        }
        audience.remove(subscription.subscriber(), subscription.options().group());
        if (audience.isEmpty()) {
            drop(filter);
        }
    }

    boolean isEmpty() {
        return exact.isEmpty() && levels.isEmpty() && globs.isEmpty();
    }

    private @Nullable Audience find(TopicFilter filter) {
        if (filter instanceof Levels byLevels) {
            return levels.find(byLevels.levels());
        }
        return filter instanceof TopicFilter.Wild ? globs.get(filter) : exact.get(filter.text());
    }

    private void drop(TopicFilter filter) {
        if (filter instanceof Levels byLevels) {
            levels.prune(byLevels.levels());
        } else if (filter instanceof TopicFilter.Wild) {
            globs.remove(filter);
        } else {
            exact.remove(filter.text());
        }
    }

    /** Hands over one delivery per subscriber, and one more for each share it is chosen for. */
    void match(Publication publication, Consumer<Delivery> sink) {
        var topic = publication.topic();
        var named = exact.get(topic.name());
        var wild = wildcards(topic);
        if (wild.isEmpty()) {
            if (named != null) {
                deliver(named, publication, sink);
            }
            return;
        }
        if (named != null) {
            wild.add(0, named);
        }
        if (wild.size() == 1) {
            deliver(wild.get(0), publication, sink);
        } else {
            merge(wild, publication, sink);
        }
    }

    void readers(Topic topic, Consumer<Subscriber> sink) {
        var named = exact.get(topic.name());
        if (named != null) {
            named.readers(topic, sink);
        }
        wildcards(topic).forEach(audience -> audience.readers(topic, sink));
    }

    private List<Audience> wildcards(Topic topic) {
        if (levels.isEmpty() && globs.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<Audience>(4);
        if (!levels.isEmpty()) {
            levels.match(Levels.split(topic.name()), found::add);
        }
        globs.forEach((glob, audience) -> {
            if (glob.matches(topic)) {
                found.add(audience);
            }
        });
        return found;
    }

    private static void deliver(Audience audience, Publication publication, Consumer<Delivery> sink) {
        audience.each(publication, subscription -> sink.accept(Delivery.of(publication, subscription)));
        audience.eachShared(publication, subscription -> sink.accept(Delivery.of(publication, subscription)));
    }

    private static void merge(List<Audience> audiences, Publication publication, Consumer<Delivery> sink) {
        var bySubscriber = new LinkedHashMap<Subscriber, List<Subscription>>();
        for (var audience : audiences) {
            audience.each(
                    publication,
                    subscription -> bySubscriber
                            .computeIfAbsent(subscription.subscriber(), key -> new ArrayList<>(1))
                            .add(subscription));
        }
        bySubscriber
                .values()
                .forEach(matched -> sink.accept(new Delivery(
                        publication, matched.get(0), List.copyOf(matched.subList(1, matched.size())), false)));
        for (var audience : audiences) {
            audience.eachShared(publication, subscription -> sink.accept(Delivery.of(publication, subscription)));
        }
    }
}
