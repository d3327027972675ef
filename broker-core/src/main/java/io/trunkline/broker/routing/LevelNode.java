package io.trunkline.broker.routing;

import io.trunkline.broker.topic.Levels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One level of the trie of filters with MQTT wildcards. Written under the tree's lock, read without one. */
final class LevelNode {
    private final Map<String, LevelNode> children = new ConcurrentHashMap<>();
    private volatile @Nullable Audience audience;

    /** The audience of the filter with these levels, made if need be. */
    Audience grow(List<String> levels) {
        var node = this;
        for (var level : levels) {
            node = node.children.computeIfAbsent(level, key -> new LevelNode());
        }
        var there = node.audience;
        if (there == null) {
            there = new Audience();
            node.audience = there;
        }
        return there;
    }

    @Nullable
    Audience find(List<String> levels) {
        var node = this;
        for (var level : levels) {
            var child = node.children.get(level);
            if (child == null) {
                return null;
            }
            node = child;
        }
        return node.audience;
    }

    /** Cuts what is empty along the path of these levels. */
    void prune(List<String> levels) {
        if (levels.isEmpty()) {
            if (audience != null && audience.isEmpty()) {
                audience = null;
            }
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
        return children.isEmpty() && audience == null;
    }

    /** Hands over the audiences of all filters that match a topic. */
    void match(List<String> topic, Consumer<Audience> sink) {
        match(topic, 0, sink);
    }

    private void match(List<String> topic, int depth, Consumer<Audience> sink) {
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

    private static void descend(@Nullable LevelNode node, List<String> topic, int depth, Consumer<Audience> sink) {
        if (node != null) {
            node.match(topic, depth + 1, sink);
        }
    }

    private static void tell(@Nullable LevelNode node, Consumer<Audience> sink) {
        var there = node == null ? null : node.audience;
        if (there != null) {
            sink.accept(there);
        }
    }
}
