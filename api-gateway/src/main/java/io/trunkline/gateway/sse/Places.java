package io.trunkline.gateway.sse;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.WireForm;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is in the logs of its topics, which is what the ids of its events say: with that its client comes back. Of a stream whose topics have no history
 * the ids are those of its publications. On the event loop.
 */
final class Places {
    private final Map<String, Optional<Position>> topics = new LinkedHashMap<>();
    private boolean known;

    /** Nowhere yet. */
    Places(List<TopicFilter> filters) {
        filters.forEach(filter -> topics.put(filter.text(), Optional.empty()));
    }

    /** Nothing is missing there up to this. */
    void reached(Topic topic, Position at) {
        known = true;
        topics.put(topic.name(), Optional.of(at));
    }

    /** The id of what brings the stream here; null while there is none. */
    @Nullable
    String id() {
        return known
                ? topics.values().stream()
                        .map(at -> at.map(Position::text).orElse(Start.NOWHERE))
                        .collect(Collectors.joining(","))
                : null;
    }

    /** A publication is on its way: answers what stands before it in this stream alone, which is nothing where all hear it in the same bytes. */
    String pass(Publication publication) {
        var at = publication.position();
        if (at == null || !topics.containsKey(publication.topic().name())) {
            return "";
        }
        reached(publication.topic(), at);
        return topics.size() == 1 ? "" : EventText.place(id());
    }

    /** The form of one that has passed: what changes no place leaves the last id as it is. */
    WireForm form(Publication publication) {
        if (!known) {
            return EventText.PUBLICATION;
        }
        var alone = topics.size() == 1 && topics.containsKey(publication.topic().name());
        return alone ? EventText.POSITIONED : EventText.WITHOUT_ID;
    }
}
