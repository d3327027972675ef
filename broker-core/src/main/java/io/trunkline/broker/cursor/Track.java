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
import java.util.stream.Stream;
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
    /** So far it is read; until then, before the first that was heard of. */
    private @Nullable Position last;
    /** The last that was heard of in that epoch: when it is to be read, another one may have begun. */
    private long reached;

    private @Nullable Position heard;
    private boolean heardSince;
    private boolean absent;

    Track(Topic topic, @Nullable Position floor, @Nullable Position heard) {
        this.topic = topic;
        this.floor = floor;
        this.last = floor;
        this.heard = heard;
    }

    /** What was heard of and not delivered before is not kept: if its log is over, nothing is known beyond what was settled or tried. */
    static Track of(Progress progress) {
        var made = new Track(progress.topic(), progress.floor(), null);
        made.settled.addAll(progress.settled());
        made.tried.putAll(progress.tried());
        made.reached = Stream.concat(made.settled.stream(), made.tried.keySet().stream())
                .reduce(0L, Math::max);
        made.absent = true;
        return made;
    }

    Topic topic() {
        return topic;
    }

    /** From where it is read on. */
    Since since() {
        return hasBegun() ? new Since.After(Objects.requireNonNull(last)) : Since.EARLIEST;
    }

    /** Whether it has been read already, or given an end to begin after. */
    boolean hasBegun() {
        return floor != null;
    }

    void begin(Position at) {
        floor = at;
        last = at;
        reached = heard != null && heard.isAfter(at) ? heard.offset() : 0;
    }

    /** The log has got this far; it may be told late. */
    void hear(Position at) {
        if (last == null) {
            last = new Position(at.epoch(), at.offset() - 1);
        }
        if (at.epoch().equals(last.epoch())) {
            reached = Math.max(reached, at.offset());
        }
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
        var from = last;
        if (from == null) {
            return null;
        }
        var end = next.epoch().equals(from.epoch()) ? next : new Position(from.epoch(), reached);
        var done = settled.stream()
                .filter(offset -> offset > from.offset() && offset <= end.offset())
                .count();
        var count = end.offset() - from.offset() - done;
        return count > 0 ? new Gap(topic, from, end, count, absent) : null;
    }

    /** The same, of a stretch whose log is over; told once. */
    @Nullable
    Gap over() {
        var gap = last == null ? null : gap(new Position(last.epoch(), reached));
        reached = 0;
        return gap;
    }

    /** Whether there is more to be read. */
    boolean isBehind() {
        return heard != null && (last == null || !heard.epoch().equals(last.epoch()) || heard.isAfter(last));
    }

    boolean isNext(Position at) {
        return isNew(at) && at.offset() == Objects.requireNonNull(last).offset() + 1;
    }

    /** Whether this is in its stretch of the log, and was not read yet. */
    boolean isNew(Position at) {
        return hasBegun() && at.isAfter(Objects.requireNonNull(last));
    }

    /** How many more may be read. */
    int room() {
        var ahead = floor == null ? 0 : Objects.requireNonNull(last).offset() - floor.offset();
        return (int) Math.max(0, MOST_AHEAD - ahead);
    }

    /** It is read; false when it is settled already. */
    boolean read(Publication publication) {
        last = publication.position();
        return !settled.contains(Objects.requireNonNull(last).offset());
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

    /** Of a stretch that is over there is nothing left to be read. */
    boolean hasSettled(Position at) {
        if (floor == null) {
            return false;
        }
        return floor.epoch().equals(at.epoch())
                ? at.offset() <= floor.offset() || settled.contains(at.offset())
                : heard == null || !heard.epoch().equals(at.epoch());
    }

    /** Null while it has not begun. */
    @Nullable
    Progress progress() {
        return floor == null ? null : new Progress(topic, floor, settled, tried);
    }
}
