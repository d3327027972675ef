package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far one topic is read and settled, in one unbroken stretch of its log. */
final class Track {
    /** So far it is read beyond what is settled. */
    static final int MOST_AHEAD = 4_096;

    private final Topic topic;
    private final Set<Long> settled = new HashSet<>(0);
    private final Map<Long, Integer> tried = new HashMap<>(0);
    /** Null until the log has been read: then it begins with the earliest there is. */
    private @Nullable Position floor;

    private long last;
    private @Nullable Position heard;
    private boolean heardSince;
    private boolean absent;

    Track(Topic topic, @Nullable Position floor, @Nullable Position heard) {
        this.topic = topic;
        this.floor = floor;
        this.last = floor == null ? 0 : floor.offset();
        this.heard = heard;
    }

    static Track of(Progress progress) {
        var made = new Track(progress.topic(), progress.floor(), null);
        made.settled.addAll(progress.settled());
        made.tried.putAll(progress.tried());
        made.absent = true;
        return made;
    }

    Topic topic() {
        return topic;
    }

    /** From where it is read on. */
    Since since() {
        return floor == null ? Since.EARLIEST : new Since.After(new Position(floor.epoch(), last));
    }

    /** Whether it has been read already, or given an end to begin after. */
    boolean hasBegun() {
        return floor != null;
    }

    void begin(Position at) {
        floor = at;
        last = at.offset();
    }

    /** The log has got this far; it may be told late. */
    void hear(Position at) {
        if (heard == null || !heard.epoch().equals(at.epoch()) || at.isAfter(heard)) {
            heard = at;
            heardSince = true;
        }
    }

    /** Nobody is there to take what is heard. */
    void miss() {
        absent = true;
    }

    /** It is being read; what is heard from now on may be missing there. At most so many; at least one. */
    int ask(int most) {
        heardSince = false;
        return Math.max(1, Math.min(most, room()));
    }

    /** There was nothing more to read, whatever had been heard when it was asked. */
    void caughtUp() {
        if (!heardSince) {
            heard = null;
            absent = false;
        }
    }

    /** The stretch that follows this one, at a gap. */
    Track next() {
        var next = new Track(topic, null, heard);
        next.heardSince = heardSince;
        return next;
    }

    /** What of this stretch the log has no more, as far as that can be told, if it goes on behind a position; null for nothing. */
    @Nullable
    Gap gap(Position next) {
        var from = Objects.requireNonNull(floor).epoch();
        var end = next.epoch().equals(from) ? next : heard;
        if (end == null || !end.epoch().equals(from) || end.offset() <= last) {
            return null;
        }
        var done = settled.stream()
                .filter(offset -> offset > last && offset <= end.offset())
                .count();
        return new Gap(topic, new Position(from, last), end, end.offset() - last - done, absent);
    }

    /** Whether there is more to be read. */
    boolean isBehind() {
        return heard != null && (floor == null || !heard.epoch().equals(floor.epoch()) || heard.offset() > last);
    }

    boolean isNext(Position at) {
        return floor != null && floor.epoch().equals(at.epoch()) && at.offset() == last + 1;
    }

    /** Whether this is in its stretch of the log, and was not read yet. */
    boolean isNew(Position at) {
        return floor != null && floor.epoch().equals(at.epoch()) && at.offset() > last;
    }

    /** How many more may be read. */
    int room() {
        return floor == null ? MOST_AHEAD : (int) Math.max(0, MOST_AHEAD - (last - floor.offset()));
    }

    /** It is read; false when it is settled already. */
    boolean read(Publication publication) {
        last = Objects.requireNonNull(publication.position()).offset();
        return !settled.contains(last);
    }

    int tried(long offset) {
        return tried.getOrDefault(offset, 0);
    }

    void failed(long offset, int attempts) {
        tried.put(offset, attempts);
    }

    void settle(long offset) {
        tried.remove(offset);
        settled.add(offset);
        var from = Objects.requireNonNull(floor);
        var reached = from.offset();
        while (settled.remove(reached + 1)) {
            reached++;
        }
        if (reached > from.offset()) {
            floor = new Position(from.epoch(), reached);
        }
    }

    boolean hasSettled(Position at) {
        return floor != null
                && floor.epoch().equals(at.epoch())
                && (at.offset() <= floor.offset() || settled.contains(at.offset()));
    }

    /** Null while it has not begun. */
    @Nullable
    Progress progress() {
        return floor == null ? null : new Progress(topic, floor, settled, tried);
    }
}
