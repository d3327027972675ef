package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.TopicFilter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The cursors of all applications on this node. */
public final class Cursors {
    /** Of one application. */
    static final int MOST = 1_000;

    private final Map<ApplicationId, Map<String, Open>> shelves = new ConcurrentHashMap<>();
    private final CursorPorts ports;

    /** A cursor, and its way to where it begins, for all who want it. */
    private record Open(Cursor cursor, Mono<Cursor> opening) {}

    public Cursors(CursorPorts ports) {
        this.ports = ports;
    }

    /**
     * The cursor of this name, as it is, else where it was when it was last here, else a new one. What is accepted after this has completed is not missed.
     *
     * @param filter the topics it reads; only those with a history are
     * @param settings its settings from now on
     * @param start where a new one begins: a position only for one topic
     * @return fails with Refused UNSUPPORTED for a filter other than the one it has, for a position and several topics, or for a dead-letter topic that it
     *     would read itself; LIMIT_REACHED; UNAVAILABLE
     */
    public Mono<Cursor> open(CursorId id, TopicFilter filter, CursorSettings settings, Since start) {
        return Mono.defer(() -> {
            check(filter, settings, start);
            return find(id, filter, settings, start).opening().doOnNext(cursor -> {
                check(cursor.filter().equals(filter), "a group goes on with the filter it has begun with");
                cursor.settings(settings);
            });
        });
    }

    private static void check(TopicFilter filter, CursorSettings settings, Since start) {
        check(
                filter instanceof TopicFilter.Exact || !(start instanceof Since.After),
                "a position is of one topic: a filter begins with earliest or latest");
        var dead = settings.deadLetter();
        check(dead == null || !filter.matches(dead), "dead letters go where the group does not read");
    }

    private static void check(boolean right, String rule) {
        if (!right) {
            throw new Refused(Reason.UNSUPPORTED, rule);
        }
    }

    private Open find(CursorId id, TopicFilter filter, CursorSettings settings, Since start) {
        var found = new Open[1];
        shelves.compute(id.application(), (application, there) -> {
            var shelf = there == null ? new ConcurrentHashMap<String, Open>() : there;
            found[0] = shelf.computeIfAbsent(
                    id.name(), name -> begin(shelf.size(), new Cursor(id, filter, settings, ports), start));
            return shelf;
        });
        return Objects.requireNonNull(found[0]);
    }

    private Open begin(int others, Cursor cursor, Since start) {
        if (others >= MOST) {
            throw new Refused(Reason.LIMIT_REACHED, "an application has at most " + MOST + " groups");
        }
        var opening = new Opening(cursor, ports)
                .open(start)
                .doOnError(fault -> remove(cursor.id(), cursor))
                .cache();
        return new Open(cursor, opening);
    }

    private void remove(CursorId id, @Nullable Cursor only) {
        shelves.computeIfPresent(id.application(), (application, shelf) -> {
            var there = shelf.get(id.name());
            if (there != null && (only == null || there.cursor() == only)) {
                there.cursor().forget();
                shelf.remove(id.name());
            }
            return shelf.isEmpty() ? null : shelf;
        });
    }

    /** Forgets a cursor, here and where it is kept. */
    public Mono<Void> delete(CursorId id) {
        return Mono.fromRunnable(() -> remove(id, null)).then(ports.store().forget(id));
    }

    /** Forgets all cursors of an application. */
    public Mono<Void> forget(ApplicationId application) {
        return Mono.fromRunnable(() -> {
                    var shelf = shelves.remove(application);
                    if (shelf != null) {
                        shelf.values().forEach(open -> open.cursor().forget());
                    }
                })
                .then(ports.store().forget(application));
    }

    /** A publication is in its topic's log, and all before it are. */
    public void appended(Publication publication) {
        var shelf = shelves.get(publication.application());
        if (shelf != null) {
            shelf.values().forEach(open -> heard(open.cursor(), publication));
        }
    }

    private static void heard(Cursor cursor, Publication publication) {
        if (cursor.filter().matches(publication.topic())) {
            cursor.heard(publication);
        }
    }

    /** Forgets the cursors that have had no members for too long; to be done now and then. */
    public Mono<Void> sweep() {
        return Flux.fromIterable(shelves.values())
                .flatMapIterable(Map::values)
                .concatMap(open -> open.cursor().isOver()
                        ? delete(open.cursor().id())
                        : open.cursor().save())
                .then(Mono.defer(() -> ports.store()
                        .forgetUntouched(ports.time().clock().instant().minus(Retention.LONGEST.multipliedBy(2)))));
    }

    /** Nothing happens by itself any more. */
    public void close() {
        shelves.values()
                .forEach(shelf -> shelf.values().forEach(open -> open.cursor().end()));
    }
}
