package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The cursors of all applications on this node. */
public final class Cursors {
    private final Map<ApplicationId, Shelf> shelves = new ConcurrentHashMap<>();
    /** Those that are being forgotten where they are kept; whoever comes under their names waits for that. */
    private final Map<CursorId, Mono<Void>> leaving = new ConcurrentHashMap<>();

    private final CursorPorts ports;
    private final Bounds bounds;

    /**
     * How many cursors one application may have.
     *
     * @param groups of groups
     * @param sessions of what single clients hear, and go on with when they were away
     * @param topics that they may go on in, each counted in each cursor
     */
    public record Bounds(int groups, int sessions, int topics) {
        /** 1,000 groups, 200,000 of sessions, and 1,000,000 topics. */
        public static final Bounds DEFAULT = new Bounds(1_000, 200_000, 1_000_000);

        public Bounds {
            if (groups < 0 || sessions < 0 || topics < 0) {
                throw new IllegalArgumentException("bounds are not negative");
            }
        }

        int of(CursorId id) {
            return id.isOfSession() ? sessions : groups;
        }
    }

    public Cursors(CursorPorts ports, Bounds bounds) {
        this.ports = ports;
        this.bounds = bounds;
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

    private Shelf.Open find(CursorId id, TopicFilter filter, CursorSettings settings, Since start) {
        var found = new Shelf.Open[1];
        shelves.compute(id.application(), (application, there) -> {
            var shelf = there == null ? new Shelf(bounds.topics()) : there;
            found[0] = shelf.find(id.name());
            if (found[0] == null) {
                check(shelf, id);
                found[0] = begin(new Cursor(id, filter, settings, ports, shelf.room()), start);
                shelf.put(found[0]);
            }
            return shelf;
        });
        return found[0];
    }

    private void check(Shelf shelf, CursorId id) {
        if (shelf.count(id.isOfSession()) >= bounds.of(id)) {
            throw new Refused(
                    Reason.LIMIT_REACHED,
                    "an application has at most " + bounds.of(id)
                            + (id.isOfSession() ? " cursors of sessions" : " groups"));
        }
    }

    private Shelf.Open begin(Cursor cursor, Since start) {
        var opening = forgotten(cursor.id())
                .then(Mono.defer(() -> new Opening(cursor, ports).open(start)))
                .doOnError(fault -> remove(cursor))
                .cache();
        return new Shelf.Open(cursor, opening);
    }

    /** Completes when there is nothing left of those that had this name before. */
    private Mono<Void> forgotten(CursorId id) {
        var going = leaving.get(id);
        return going == null
                ? Mono.empty()
                : going.onErrorResume(fault -> ports.store().forget(id).doOnSuccess(done -> leaving.remove(id, going)));
    }

    /** It could not be opened. */
    private void remove(Cursor cursor) {
        shelves.computeIfPresent(cursor.id().application(), (application, shelf) -> {
            var there = shelf.find(cursor.id().name());
            if (there != null && there.cursor() == cursor) {
                cursor.end();
                shelf.remove(cursor);
            }
            return shelf.isEmpty() ? null : shelf;
        });
    }

    /** Forgets a cursor, here and where it is kept. */
    public Mono<Void> delete(CursorId id) {
        return Mono.defer(() -> {
            shelves.compute(id.application(), (application, shelf) -> {
                leaving.put(id, leaving(ended(shelf, id), id));
                return shelf == null || shelf.isEmpty() ? null : shelf;
            });
            return forgotten(id);
        });
    }

    private Mono<Void> leaving(Mono<Void> ended, CursorId id) {
        var going = new AtomicReference<Mono<Void>>();
        going.set(ended.then(Mono.defer(() -> ports.store().forget(id)))
                .doOnSuccess(done -> leaving.remove(id, going.get()))
                .cache());
        return Objects.requireNonNull(going.get());
    }

    private static Mono<Void> ended(@Nullable Shelf shelf, CursorId id) {
        var there = shelf == null ? null : shelf.find(id.name());
        if (shelf == null || there == null) {
            return Mono.empty();
        }
        shelf.remove(there.cursor());
        return there.cursor().forget();
    }

    /** Forgets all cursors of an application. */
    public Mono<Void> forget(ApplicationId application) {
        return Mono.defer(() -> {
            var shelf = shelves.remove(application);
            var all = shelf == null ? List.<Shelf.Open>of() : shelf.all();
            return Flux.fromIterable(all)
                    .concatMap(open -> open.cursor().forget())
                    .then(ports.store().forget(application));
        });
    }

    /** A publication is in its topic's log, and all before it are. @return how many cursors read it */
    public int appended(Publication publication) {
        var shelf = shelves.get(publication.application());
        return shelf == null ? 0 : shelf.heard(publication);
    }

    /** Forgets the cursors that have had no members for too long; to be done now and then. */
    public Mono<Void> sweep() {
        return Flux.fromIterable(shelves.values())
                .flatMapIterable(Shelf::all)
                .concatMap(open -> swept(open.cursor()).onErrorComplete())
                .thenMany(Flux.fromIterable(leaving.keySet())
                        .concatMap(id -> forgotten(id).onErrorComplete()))
                .then(Mono.defer(() -> ports.store()
                        .forgetUntouched(ports.time().clock().instant().minus(Retention.LONGEST.multipliedBy(2)))));
    }

    /** What fails is done by the next sweep, and keeps nobody else's from being done. */
    private Mono<Void> swept(Cursor cursor) {
        return cursor.isOver() ? delete(cursor.id()) : cursor.save();
    }

    /** Nothing happens by itself any more. */
    public void close() {
        shelves.values()
                .forEach(shelf -> shelf.all().forEach(open -> open.cursor().end()));
    }
}
