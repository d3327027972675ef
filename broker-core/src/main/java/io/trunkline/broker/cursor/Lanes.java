package io.trunkline.broker.cursor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind others of its key. */
final class Lanes {
    private final Map<String, Deque<Entry>> lanes = new HashMap<>();

    /** True when nothing stands before it. */
    boolean enter(Entry entry) {
        var key = entry.key();
        if (key == null) {
            return true;
        }
        var lane = lanes.computeIfAbsent(key, name -> new ArrayDeque<>(1));
        lane.addLast(entry);
        return lane.size() == 1;
    }

    /** The first of a key is settled; the one that now is first, or null. */
    @Nullable
    Entry leave(Entry entry) {
        var key = entry.key();
        var lane = key == null ? null : lanes.get(key);
        if (lane == null) {
            return null;
        }
        lane.removeFirst();
        if (lane.isEmpty()) {
            lanes.remove(key);
        }
        return lane.peekFirst();
    }
}
