package io.trunkline.broker.observe;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.topic.Topic;

/**
 * What a topic's log no longer had when a cursor came to it.
 *
 * @param reader the connection for which it was, or the name of the cursor where it was for nobody in particular
 * @param after the first is behind this
 * @param last the position of the last, in the same epoch
 * @param count how many there were, without those that the cursor was done with
 */
public record Overtaken(
        ApplicationId application, String reader, Topic topic, Position after, Position last, long count) {
    /** Whether a publication may have been among them. */
    public boolean holds(Topic other, Position position) {
        return topic.equals(other)
                && position.epoch().equals(last.epoch())
                && position.isAfter(after)
                && !position.isAfter(last);
    }
}
