package io.trunkline.broker;

import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;

/**
 * What becomes of what clients send to their application's backends, and of the news of their coming and going.
 *
 * @param taken whether anybody is there to take it: clients on {@link #TOPIC}, or a forwarder
 * @param heard whether clients may subscribe to {@link #TOPIC}
 * @param grace how long a client may be away before its going is told
 */
public record Inbound(boolean taken, boolean heard, Duration grace) {
    /** Where backends hear it. */
    public static final Topic TOPIC = Topic.of("secure/inbound");

    /** Nobody takes it. */
    public static final Inbound OFF = new Inbound(false, false, Duration.ZERO);

    private static final TopicFilter FILTER = TopicFilter.exact(TOPIC);

    public Inbound {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("a grace is not negative");
        }
    }

    /** Whether a filter is that of {@link #TOPIC} alone. */
    static boolean isNamedBy(TopicFilter filter) {
        return FILTER.equals(filter);
    }
}
