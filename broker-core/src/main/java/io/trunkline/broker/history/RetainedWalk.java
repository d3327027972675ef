package io.trunkline.broker.history;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Levels;
import io.trunkline.broker.topic.TopicFilter;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/** One walk over retained values, to those that a filter matches: what it cannot match is passed over. It takes no lock, and each value is of when it is asked for. */
final class RetainedWalk {
    /** So far is sooner gone than sought. */
    private static final int NEAR = 4;

    private final ConcurrentNavigableMap<String, Publication> values;
    private final TopicFilter filter;
    private final InstantSource clock;
    private Iterator<Publication> following;
    private String target = LevelOrder.END;
    private int passed;

    RetainedWalk(ConcurrentNavigableMap<String, Publication> values, TopicFilter filter, InstantSource clock) {
        this.values = values;
        this.filter = filter;
        this.clock = clock;
        this.following = values.values().iterator();
    }

    /** Null when there is none any more. */
    @Nullable
    Publication next() {
        while (following.hasNext()) {
            var kept = following.next();
            var name = kept.topic().name();
            if (LevelOrder.compare(name, target) < 0) {
                pass();
                continue;
            }
            target = seek(kept);
            passed = 0;
            if (target.equals(LevelOrder.END)) {
                return null;
            }
            var now = target.equals(name) ? now(name) : null;
            if (now != null) {
                return now;
            }
        }
        return null;
    }

    /** The iterator is one ahead: what it says may be old by now. */
    private @Nullable Publication now(String name) {
        var kept = values.get(name);
        return kept == null || kept.hasExpired(clock.instant()) ? null : kept;
    }

    private void pass() {
        if (++passed == NEAR) {
            following = values.tailMap(target).values().iterator();
        }
    }

    private String seek(Publication kept) {
        var name = kept.topic().name();
        if (filter instanceof Levels byLevels) {
            return LevelOrder.seek(byLevels.levels(), name);
        }
        return filter.matches(kept.topic()) ? name : LevelOrder.after(name);
    }
}
