package io.trunkline.broker.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds by a topic what is kept by filters: exact filters by name, filters by levels in a trie, globs one by one. Written under a lock of its owner's, read
 * without one.
 *
 * @param <C> what is kept for a filter
 */
public final class FilterIndex<C> {
    private final Map<String, C> exact = new ConcurrentHashMap<>();
    private final LevelNode<C> levels = new LevelNode<>();
    private final Map<TopicFilter.Wild, C> globs = new ConcurrentHashMap<>();

    /** What there is for a filter, made if need be. */
    public C grow(TopicFilter filter, Supplier<C> making) {
        if (filter instanceof TopicFilter.Wild glob) {
            return globs.computeIfAbsent(glob, key -> making.get());
        }
        return filter instanceof Levels byLevels
                ? levels.grow(byLevels.levels(), making)
                : exact.computeIfAbsent(filter.text(), key -> making.get());
    }

    /** What there is for a filter; null for nothing. */
    public @Nullable C find(TopicFilter filter) {
        if (filter instanceof Levels byLevels) {
            return levels.find(byLevels.levels());
        }
        return filter instanceof TopicFilter.Wild ? globs.get(filter) : exact.get(filter.text());
    }

    /** Takes out what there is for a filter. */
    public void drop(TopicFilter filter) {
        if (filter instanceof Levels byLevels) {
            levels.prune(byLevels.levels());
        } else if (filter instanceof TopicFilter.Wild) {
            globs.remove(filter);
        } else {
            exact.remove(filter.text());
        }
    }

    public boolean isEmpty() {
        return exact.isEmpty() && levels.isEmpty() && globs.isEmpty();
    }

    /** What there is for the filter that is the topic's name; null for nothing. */
    public @Nullable C named(Topic topic) {
        return exact.get(topic.name());
    }

    /** What there is for the filters with wildcards that match; a list that may be added to unless it is empty. */
    public List<C> wildcards(Topic topic) {
        if (levels.isEmpty() && globs.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<C>(4);
        if (!levels.isEmpty()) {
            levels.match(Levels.split(topic.name()), found::add);
        }
        globs.forEach((glob, cell) -> {
            if (glob.matches(topic)) {
                found.add(cell);
            }
        });
        return found;
    }
}
