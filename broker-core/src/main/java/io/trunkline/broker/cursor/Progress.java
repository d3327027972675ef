package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.topic.Topic;
import java.util.Map;
import java.util.Set;

/**
 * How far a cursor has come in one topic.
 *
 * @param floor all up to here is settled
 * @param settled offsets above the floor that are settled as well
 * @param tried offsets above the floor that were delivered without success, and how often
 */
public record Progress(Topic topic, Position floor, Set<Long> settled, Map<Long, Integer> tried) {
    public Progress {
        settled = Set.copyOf(settled);
        tried = Map.copyOf(tried);
    }
}
