package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The topics of one cursor: which of them have more to read, and which have to be saved. */
final class Tracks {
    private final Map<Topic, Track> tracks = new HashMap<>();
    private final TopicRoom room;
    private final Map<Topic, Position> early = new HashMap<>();
    /** With more to read, in turn; those that are read too far ahead wait beside. */
    private final Set<Track> behind = new LinkedHashSet<>();

    private final Set<Track> stalled = new LinkedHashSet<>();
    private final Set<Track> changed = new LinkedHashSet<>();
    private List<Gap> gaps = new ArrayList<>(0);
    private boolean open;
    private boolean ended;

    /** @param room has a place for each topic, as long as this is there */
    Tracks(TopicRoom room) {
        this.room = room;
    }

    /** Goes on with what was saved. */
    void restore(Progress progress) {
        behind.add(put(Track.of(progress)));
    }

    /** @throws io.trunkline.broker.refusal.Refused LIMIT_REACHED */
    private Track put(Track track) {
        if (!ended && !tracks.containsKey(track.topic())) {
            room.claim();
        }
        tracks.put(track.topic(), track);
        return track;
    }

    /** Whether it has a topic, or has room for it now. What comes before all have begun is looked at when they have. */
    boolean admits(Topic topic) {
        if (!open || ended || tracks.containsKey(topic)) {
            return true;
        }
        var admitted = room.take();
        if (admitted) {
            tracks.put(topic, new Track(topic, null, null));
        }
        return admitted;
    }

    /** Its topics are given up, and their places are others'. */
    void end() {
        if (!ended) {
            ended = true;
            room.release(tracks.size());
        }
    }

    /** Begins with a topic, unless it is known, after this position, or with the earliest for null. */
    void begin(Topic topic, @Nullable Position after) {
        if (!tracks.containsKey(topic)) {
            var track = put(new Track(topic, after, null));
            changed.add(track);
            if (after == null) {
                behind.add(track);
            }
        }
    }

    /** All topics that there were have begun: any other is a new one. */
    void open() {
        early.forEach(this::hear);
        early.clear();
        open = true;
    }

    /**
     * A publication is in the log.
     *
     * @param attended whether somebody is there to take it
     * @param room whether it may be taken as read then
     * @return its track if it is taken as read, because nothing before it is missing
     */
    @Nullable
    Track heard(Publication publication, boolean attended, boolean room) {
        var at = publication.position();
        if (at == null) {
            return null;
        }
        if (!open) {
            early.merge(publication.topic(), at, (one, other) -> one.isAfter(other) ? one : other);
            return null;
        }
        var track = tracks.get(publication.topic());
        if (attended && room && track != null && track.isNext(at) && !isWaiting(track) && track.room() > 0) {
            return track;
        }
        var behindNow = hear(publication.topic(), at);
        if (!attended) {
            behindNow.miss();
        }
        return null;
    }

    private boolean isWaiting(Track track) {
        return behind.contains(track) || stalled.contains(track);
    }

    private Track hear(Topic topic, Position at) {
        var there = tracks.get(topic);
        var track = there == null ? put(new Track(topic, null, null)) : there;
        track.hear(at);
        if (track.isBehind() && !stalled.contains(track)) {
            behind.add(track);
        }
        return track;
    }

    /** Whose turn it is to be read; null when there is nothing to read. */
    @Nullable
    Track next() {
        for (var all = behind.iterator(); all.hasNext(); ) {
            var first = all.next();
            if (first.room() > 0) {
                return first;
            }
            all.remove();
            stalled.add(first);
        }
        return null;
    }

    /** Its topic has no history, and what it had is over. */
    void nothing(Track track) {
        tell(track.over());
        track.caughtUp();
        behind.remove(track);
    }

    private void tell(@Nullable Gap gap) {
        if (gap != null) {
            gaps.add(gap);
        }
    }

    /** The log was read for this one; what is new in it is handed over. */
    void read(Track track, Slice slice, BiConsumer<Track, Publication> sink) {
        behind.remove(track);
        var head = slice.head();
        if (head == null) {
            track.caughtUp();
            if (track.isBehind()) {
                behind.add(track);
            }
            return;
        }
        var current = stretch(track, slice, head);
        for (var publication : slice.publications()) {
            if (current.isNew(Objects.requireNonNull(publication.position()))) {
                sink.accept(current, publication);
            }
        }
        if (slice.publications().isEmpty()) {
            current.caughtUp();
        } else {
            current.hear(head);
        }
        if (current.isBehind()) {
            behind.add(current);
        }
    }

    /** What cannot be proved to follow what was read begins a stretch of its own; what went before it, the log has no more. */
    private Track stretch(Track track, Slice slice, Position head) {
        if (track.hasBegun() && slice.continuous()) {
            return track;
        }
        var next = track;
        var before = before(slice, head);
        tell(track.gap(before));
        if (track.hasBegun()) {
            next = track.next();
            tracks.put(track.topic(), next);
            changed.remove(track);
        }
        next.begin(before);
        changed.add(next);
        return next;
    }

    private static Position before(Slice slice, Position head) {
        if (slice.publications().isEmpty()) {
            return head;
        }
        var first = Objects.requireNonNull(slice.publications().get(0).position());
        return new Position(first.epoch(), first.offset() - 1);
    }

    void settle(Entry entry) {
        entry.track().settle(entry.offset());
        change(entry.track());
        if (entry.track().room() >= Track.MOST_AHEAD / 2 && stalled.remove(entry.track())) {
            behind.add(entry.track());
        }
    }

    boolean hasSettled(Topic topic, Position at) {
        var track = tracks.get(topic);
        return track != null && track.hasSettled(at);
    }

    void failed(Entry entry) {
        entry.track().failed(entry.offset(), entry.attempts());
        change(entry.track());
    }

    private void change(Track track) {
        if (tracks.get(track.topic()) == track) {
            changed.add(track);
        }
    }

    /** What was found to be lost. */
    List<Gap> takeGaps() {
        var taken = gaps;
        gaps = taken.isEmpty() ? taken : new ArrayList<>(0);
        return taken;
    }

    /** What is to be saved. */
    List<Progress> takeChanged() {
        var progress = new ArrayList<Progress>();
        for (var track : changed) {
            var now = track.progress();
            if (now != null) {
                progress.add(now);
            }
        }
        changed.clear();
        return progress;
    }

    /** It could not be saved, and has to be again. */
    void unsaved(List<Progress> progress) {
        progress.forEach(lost -> changed.add(Objects.requireNonNull(tracks.get(lost.topic()))));
    }
}
