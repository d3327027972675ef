package io.trunkline.broker.topic;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One level of the trie of filters with MQTT wildcards. Written under a lock of its owner's, read without one. */
final class LevelNode<C> {
    private final Map<String, LevelNode<C>> children = new ConcurrentHashMap<>();
    private volatile @Nullable C cell;

    /** What there is for the filter with these levels, made if need be. */
    C grow(List<String> levels, Supplier<C> making) {
        var node = this;
        for (var level : levels) {
            node = node.children.computeIfAbsent(level, key -> new LevelNode<>());
        }
        var there = node.cell;
        if (there == null) {
            there = making.get();
            node.cell = there;
        }
        return there;
    }

    @Nullable
    C find(List<String> levels) {
        var node = this;
        for (var level : levels) {
            var child = node.children.get(level);
            if (child == null) {
                return null;
            }
            node = child;
        }
        return node.cell;
    }

    /** Takes out what there is for the filter with these levels, and cuts what is empty along their path. */
    void prune(List<String> levels) {
        if (levels.isEmpty()) {
            cell = null;
            return;
        }
        var child = children.get(levels.get(0));
        if (child != null) {
            child.prune(levels.subList(1, levels.size()));
            if (child.isEmpty()) {
                children.remove(levels.get(0));
            }
        }
    }

    boolean isEmpty() {
        return children.isEmpty() && cell == null;
    }

    /** Hands over what there is for all filters that match a topic. */
    void match(List<String> topic, Consumer<? super C> sink) {
        match(topic, 0, sink);
    }

    private void match(List<String> topic, int depth, Consumer<? super C> sink) {
        var wild = depth > 0 || Levels.reachable(topic.get(0));
        if (wild) {
            tell(children.get(Levels.REST), sink);
        }
        if (depth == topic.size()) {
            tell(this, sink);
            return;
        }
        descend(children.get(topic.get(depth)), topic, depth, sink);
        if (wild) {
            descend(children.get(Levels.ONE), topic, depth, sink);
        }
    }

    private void descend(@Nullable LevelNode<C> node, List<String> topic, int depth, Consumer<? super C> sink) {
        if (node != null) {
            node.match(topic, depth + 1, sink);
        }
    }

    private void tell(@Nullable LevelNode<C> node, Consumer<? super C> sink) {
        var there = node == null ? null : node.cell;
        if (there != null) {
            sink.accept(there);
        }
    }
}
