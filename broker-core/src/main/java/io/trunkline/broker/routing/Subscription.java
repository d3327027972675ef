package io.trunkline.broker.routing;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.Interest;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;

/** One topic filter of one subscriber. */
public final class Subscription {
    private final Subscriber subscriber;
    private final TopicFilter filter;
    private final SubscriptionOptions options;
    private final Instant began;
    private final boolean guarded;
    private volatile boolean fed;

    /** @param began when it was made */
    public Subscription(Subscriber subscriber, TopicFilter filter, SubscriptionOptions options, Instant began) {
        this.subscriber = subscriber;
        this.filter = filter;
        this.options = options;
        this.began = began;
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

    /** What it asks for, and since when. */
    public Interest interest() {
        return new Interest(filter, options.qos(), options.noLocal(), options.group(), began);
    }

    /** From now on a cursor brings it what its topics' logs have, and no publish does; or not any more. */
    public void feed(boolean byCursor) {
        fed = byCursor;
    }

    public boolean isFed() {
        return fed;
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
