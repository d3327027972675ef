package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The topics of a line that had to do without a {@link Seam}: of what came live on them nothing is held but where it is in their logs. Guarded by {@link Seams}. */
final class Overflow {
    /** So much memory they need at most, about: enough for 100,000 topics with names of usual length. */
    private static final int MOST_BYTES = 16 << 20;

    /** What one needs beside its name. */
    private static final int EACH = 128;

    private final Map<String, LetGo> letGo = new HashMap<>();
    private final Set<String> past = new HashSet<>();
    private int bytes;

    /** What came live and did not wait. */
    record LetGo(Position first, Position last) {}

    /** A live delivery does not wait: its log will be read. @return false when there is no room for that either */
    boolean letGo(Publication publication) {
        var topic = publication.topic().name();
        var at = Objects.requireNonNull(publication.position());
        var there = letGo.get(topic);
        if (there == null && !fits(topic)) {
            passNone();
        }
        if (there == null && !fits(topic)) {
            return false;
        }
        bytes += there == null ? cost(topic) : 0;
        var first = there == null || !there.first().epoch().equals(at.epoch()) ? at : there.first();
        letGo.put(topic, new LetGo(first, at));
        return true;
    }

    private boolean fits(String topic) {
        return bytes + cost(topic) <= MOST_BYTES;
    }

    private static int cost(String topic) {
        return EACH + topic.length();
    }

    boolean hasLetGo(Topic topic) {
        return letGo.containsKey(topic.name());
    }

    /** Its log was read, and it has no seam any more: what comes live goes on, as long as there is room to know that. */
    void pass(String topic) {
        if (fits(topic) && past.add(topic)) {
            bytes += cost(topic);
        }
    }

    boolean passes(Topic topic) {
        return past.contains(topic.name());
    }

    /** What the filter matches waits again, and is not passed any more. */
    void reopen(TopicFilter filter) {
        var again = filter instanceof TopicFilter.Exact exact
                ? Stream.of(exact.text()).filter(past::contains).toList()
                : past.stream().filter(topic -> filter.matches(Topic.of(topic))).toList();
        again.forEach(topic -> bytes -= cost(topic));
        again.forEach(past::remove);
    }

    private void passNone() {
        past.forEach(topic -> bytes -= cost(topic));
        past.clear();
    }

    /** The topic has a seam now, or needs none. @return what it had to let go until then; null for nothing */
    @Nullable
    LetGo remove(String topic) {
        var gone = letGo.remove(topic);
        var passed = past.remove(topic);
        bytes -= gone == null && !passed ? 0 : cost(topic);
        return gone;
    }

    /**
     * A filter does not have anything wait any more.
     *
     * @param waits whether another one has a topic wait
     * @param heard whether anybody hears a topic
     * @return the topics whose logs have to be read for those who hear them
     */
    List<Topic> close(TopicFilter filter, Predicate<Topic> waits, Predicate<Topic> heard) {
        reopen(filter);
        var owed = new ArrayList<Topic>();
        for (var topic : matching(filter)) {
            if (waits.test(topic)) {
                continue;
            }
            if (heard.test(topic)) {
                owed.add(topic);
            } else {
                remove(topic.name());
            }
        }
        return owed;
    }

    private List<Topic> matching(TopicFilter filter) {
        if (letGo.isEmpty()) {
            return List.of();
        }
        var names = filter instanceof TopicFilter.Exact exact
                ? Stream.of(exact.text()).filter(letGo::containsKey)
                : letGo.keySet().stream();
        return names.map(Topic::of).filter(filter::matches).toList();
    }
}
