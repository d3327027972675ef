package io.trunkline.broker.routing;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.FilterIndex;
import io.trunkline.broker.topic.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/** The subscriptions of one application. A subscriber that several of its filters match gets one delivery. Reading takes no lock. */
final class FilterTree {
    private final FilterIndex<Audience> audiences = new FilterIndex<>();

    synchronized void add(Subscription subscription) {
        audiences.grow(subscription.filter(), Audience::new).add(subscription);
    }

    synchronized void remove(Subscription subscription) {
        var audience = audiences.find(subscription.filter());
        if (audience == null) {
            return;
        }
        audience.remove(subscription.subscriber(), subscription.options().group());
        if (audience.isEmpty()) {
            audiences.drop(subscription.filter());
        }
    }

    boolean isEmpty() {
        return audiences.isEmpty();
    }

    /** Hands over one delivery per subscriber, and one more for each share it is chosen for. */
    void match(Publication publication, Consumer<Delivery> sink) {
        var topic = publication.topic();
        var named = audiences.named(topic);
        var wild = audiences.wildcards(topic);
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
        var named = audiences.named(topic);
        if (named != null) {
            named.readers(topic, sink);
        }
        audiences.wildcards(topic).forEach(audience -> audience.readers(topic, sink));
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
