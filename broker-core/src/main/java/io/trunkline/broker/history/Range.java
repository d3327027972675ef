package io.trunkline.broker.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.topic.Topic;

/**
 * A part of a topic's log that somebody wants to read.
 *
 * @param retention what the topic remembers now: what is older or more than that is not there
 * @param limit at most this many, at least 1
 */
public record Range(ApplicationId application, Topic topic, Retention retention, Since since, int limit) {
    public Range {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one is read");
        }
    }
}
