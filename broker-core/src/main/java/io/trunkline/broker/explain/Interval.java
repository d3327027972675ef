package io.trunkline.broker.explain;

import io.trunkline.broker.observe.Interest;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription and the time for which it was there.
 *
 * @param ended null when it ended with its connection, or has not
 */
record Interval(Interest interest, @Nullable Instant ended) {
    boolean matches(Topic topic) {
        return interest.filter().matches(topic);
    }

    String filter() {
        return interest.filter().text();
    }

    Instant began() {
        return interest.began();
    }

    boolean holds(Sighting sighting) {
        return !began().isAfter(sighting.offered()) && !isOver(sighting.at());
    }

    boolean isOver(Instant time) {
        return ended != null && !ended.isAfter(time);
    }

    /** Whether permission is asked for topic by topic. */
    boolean isGuarded() {
        return interest.filter().category() == Category.SECURE && !(interest.filter() instanceof TopicFilter.Exact);
    }
}
