package io.trunkline.gateway.history;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Publications that are committed together; where they stand is found out anew before each try. Of one thread. */
final class Batch {
    private final List<Waiting> all;
    private final List<Waiting> over = new ArrayList<>();
    private final List<Row> places = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<Shelf, Row> values = new LinkedHashMap<>();
    private final Instant written;
    private boolean committed;
    private boolean givenUp;

    /** A publication and where it stands; at offset 0 where only the last value is kept. */
    record Row(Waiting waiting, Place place, long offset) {
        Publication placed() {
            var publication = waiting.publication();
            return offset == 0 ? publication : publication.at(new Position(place.epoch(), offset));
        }
    }

    Batch(List<Waiting> all, Instant written) {
        this.all = new ArrayList<>(all);
        this.written = written;
    }

    List<Waiting> all() {
        return all;
    }

    /** All of them, in their order. */
    List<Row> places() {
        return places;
    }

    /** The last of each topic that keeps its last value. */
    Collection<Row> values() {
        return values.values();
    }

    /** Those that stand in a log. */
    List<Row> rows() {
        return rows;
    }

    /** How far it moves its writer on. */
    int span() {
        return Math.max(1, rows.size());
    }

    Instant written() {
        return written;
    }

    /** The longest that any of it is to be kept. */
    Duration longest() {
        return all.stream()
                .map(waiting -> waiting.retention().age())
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) < 0 ? other : one);
    }

    /** Those whose topic has no row yet, or is not known to have one. */
    Set<Shelf> unplaced() {
        return all.stream().map(Waiting::shelf).filter(Batch::isUnplaced).collect(Collectors.toSet());
    }

    private static boolean isUnplaced(Shelf shelf) {
        var place = shelf.place();
        return place == null || place.topic() == 0;
    }

    /** Leaves those out that have no place, as their application has too many topics. */
    void turnAway() {
        all.stream().filter(waiting -> isUnplaced(waiting.shelf())).forEach(over::add);
        all.removeAll(over);
        forgetPlaces();
    }

    /** Those that were left out. */
    List<Waiting> over() {
        return over;
    }

    /**
     * Gives each its offset, behind what is committed.
     *
     * @param kept whether a topic has a history; it may not have any more what it had when somebody published
     */
    void number(Predicate<Shelf.Key> kept) {
        forgetPlaces();
        Map<Shelf, Place> heads = new HashMap<>();
        for (var waiting : all) {
            var before = heads.computeIfAbsent(waiting.shelf(), shelf -> Objects.requireNonNull(shelf.place()));
            var logged = waiting.retention().keepsHistory()
                    && kept.test(waiting.shelf().key());
            var place = logged ? before.to(before.head() + 1) : before;
            heads.put(waiting.shelf(), place);
            add(new Row(waiting, place, logged ? place.head() : 0));
        }
    }

    /** Those of an earlier try. */
    private void forgetPlaces() {
        places.clear();
        rows.clear();
        values.clear();
    }

    private void add(Row row) {
        places.add(row);
        if (row.offset() > 0) {
            rows.add(row);
        }
        if (row.waiting().retention().state()) {
            values.put(row.waiting().shelf(), row);
        }
    }

    /** It is in the database. */
    void commit() {
        committed = true;
    }

    boolean isCommitted() {
        return committed;
    }

    /** Its publishers have been refused: it must not be found in the database. */
    void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }
}
