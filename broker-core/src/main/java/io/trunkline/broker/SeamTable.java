package io.trunkline.broker;

import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A line's seams by their topics: how many there may be, and which of them stay when nothing waits there any more. Guarded by {@link Seams}. */
final class SeamTable {
    /** So many there are at most; of what comes live for more topics nothing waits, and their logs are read for it. */
    static final int MOST = 20_000;

    /** So many are kept at most when nothing waits there any more. */
    private static final int MOST_KEPT = 10_000;

    /** Where nothing waits any more room is made for so many at once, as all are looked through for that. */
    private static final int MANY = 1_000;

    /** So many are not looked through. */
    private static final int FEW = 64;

    /** What was published longer ago has been offered to all who hear it. */
    private static final Duration FAN_OUT = Duration.ofMinutes(1);

    private final Map<String, Seam> seams = new HashMap<>();
    private final InstantSource clock;
    private final Function<String, Seam> begin;
    private int full = FEW;
    private int joined;

    /** @param begin makes the seam of a topic that has none */
    SeamTable(InstantSource clock, Function<String, Seam> begin) {
        this.clock = clock;
        this.begin = begin;
    }

    int size() {
        return seams.size();
    }

    @Nullable
    Seam find(Topic topic) {
        return seams.get(topic.name());
    }

    /** The topic's seam, begun if there is none. */
    Seam of(Topic topic) {
        return seams.computeIfAbsent(topic.name(), begin);
    }

    /** The topics that have one. */
    List<Topic> matching(TopicFilter filter) {
        if (filter instanceof TopicFilter.Exact exact) {
            return seams.containsKey(exact.text()) ? List.of(Topic.of(exact.text())) : List.of();
        }
        return seams.keySet().stream().map(Topic::of).filter(filter::matches).toList();
    }

    void remove(Topic topic) {
        seams.remove(topic.name());
    }

    /**
     * Where nothing waits any more room is made, everywhere at once.
     *
     * @param past hears of the topics whose seams go
     * @return whether there is room
     */
    boolean makeRoom(Consumer<String> past) {
        if (size() >= MOST && joined >= MANY) {
            joined = 0;
            seams.entrySet().removeIf(seam -> isPast(seam.getKey(), seam.getValue(), past));
        }
        return size() < MOST;
    }

    private static boolean isPast(String topic, Seam seam, Consumer<String> past) {
        if (seam.isJoined()) {
            past.accept(topic);
        }
        return seam.isJoined();
    }

    /**
     * Nothing waits in one more.
     *
     * @param drop whether it goes at once if it may; where there are many it does so anyway
     */
    void joined(Topic topic, boolean drop) {
        joined++;
        if (drop || size() > MOST_KEPT) {
            seams.computeIfPresent(topic.name(), (name, seam) -> isQuiet(seam) ? null : seam);
        }
    }

    private boolean isQuiet(Seam seam) {
        return seam.isQuiet(clock.instant().minus(FAN_OUT));
    }

    /** Looked through when there are twice as many as were left. Of very many those go too that could only spare the reader a second delivery. */
    void dropIdle() {
        if (size() < full) {
            return;
        }
        seams.values().removeIf(this::isQuiet);
        if (size() > MOST_KEPT) {
            seams.values().removeIf(Seam::isJoined);
        }
        full = Math.max(FEW, 2 * size());
    }
}
