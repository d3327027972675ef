package io.trunkline.broker.routing;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;

/** One topic filter of one subscriber. */
public final class Subscription {
    private final Subscriber subscriber;
    private final TopicFilter filter;
    private final SubscriptionOptions options;
    private final boolean guarded;

    public Subscription(Subscriber subscriber, TopicFilter filter, SubscriptionOptions options) {
        this.subscriber = subscriber;
        this.filter = filter;
        this.options = options;
        this.guarded = filter.category() == Category.SECURE && !(filter instanceof TopicFilter.Exact);
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    /** The filter, verbatim as subscribed. */
    public TopicFilter filter() {
        return filter;
    }

    public SubscriptionOptions options() {
        return options;
    }

    /** Whether a publication that the filter matches is meant for this subscriber. */
    public boolean wants(Publication publication) {
        var excluded = publication.message().excluding();
        if (excluded != null && excluded.equals(subscriber.id())) {
            return false;
        }
        if (options.noLocal() && subscriber.id().equals(publication.publisher().connectionId())) {
            return false;
        }
        return reaches(publication.topic());
    }

    /** Whether this subscriber may hear a topic that the filter matches. */
    boolean reaches(Topic topic) {
        return !guarded || subscriber.mayHear(topic);
    }
}
