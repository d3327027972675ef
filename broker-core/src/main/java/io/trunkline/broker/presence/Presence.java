package io.trunkline.broker.presence;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.topic.Topic;
import org.jspecify.annotations.Nullable;

/** Who hears a topic now. */
public interface Presence {
    /**
     * The clients on this node that hear a topic, by whatever filters, in the order of their connections' ids. Takes time with the number of its readers.
     *
     * @param limit how many are named at most, at least 1
     * @param after the id of a connection after which the list begins; null for its beginning
     */
    Attendees on(ApplicationId application, Topic topic, int limit, @Nullable String after);
}
