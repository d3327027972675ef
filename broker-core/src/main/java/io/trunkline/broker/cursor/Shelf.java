package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.FilterIndex;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The cursors of one application, by their names and by what they read. Written by one at a time, read without a lock. */
final class Shelf {
    private final Map<String, Open> cursors = new ConcurrentHashMap<>();
    private final FilterIndex<Set<Cursor>> readers = new FilterIndex<>();
    private final TopicRoom room;
    private int ofSessions;

    /** A cursor, and its way to where it begins, for all who want it. */
    record Open(Cursor cursor, Mono<Cursor> opening) {}

    /** @param topics that all cursors may go on in */
    Shelf(int topics) {
        this.room = new TopicRoom(topics);
    }

    TopicRoom room() {
        return room;
    }

    @Nullable
    Open find(String name) {
        return cursors.get(name);
    }

    Collection<Open> all() {
        return cursors.values();
    }

    boolean isEmpty() {
        return cursors.isEmpty();
    }

    /** How many there are of sessions, or of groups. */
    int count(boolean sessions) {
        return sessions ? ofSessions : cursors.size() - ofSessions;
    }

    void put(Open open) {
        var cursor = open.cursor();
        cursors.put(cursor.id().name(), open);
        ofSessions += cursor.id().isOfSession() ? 1 : 0;
        readers.grow(cursor.filter(), ConcurrentHashMap::newKeySet).add(cursor);
    }

    void remove(Cursor cursor) {
        cursors.remove(cursor.id().name());
        ofSessions -= cursor.id().isOfSession() ? 1 : 0;
        var same = readers.find(cursor.filter());
        if (same != null && same.remove(cursor) && same.isEmpty()) {
            readers.drop(cursor.filter());
        }
    }

    /** How many cursors read it. */
    int heard(Publication publication) {
        var named = readers.named(publication.topic());
        var count = named == null ? 0 : heard(named, publication);
        for (var wild : readers.wildcards(publication.topic())) {
            count += heard(wild, publication);
        }
        return count;
    }

    private static int heard(Set<Cursor> cursors, Publication publication) {
        var count = 0;
        for (var cursor : cursors) {
            cursor.heard(publication);
            count++;
        }
        return count;
    }
}
