package io.trunkline.gateway.frame;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;

/** What every connection of a JSON door hears without asking (spec/realtime.md, section 5). */
public final class StandingTopics {
    private static final TopicFilter MAIN = TopicFilter.exact(Topic.of("main"));

    private StandingTopics() {}

    /** For a client that is bound to its connection. */
    public static List<TopicFilter> of(Principal client) {
        return List.of(
                MAIN,
                TopicFilter.exact(Topic.of("priv/" + client.connectionId())),
                TopicFilter.exact(Topic.of("priv/" + client.subject())));
    }
}
