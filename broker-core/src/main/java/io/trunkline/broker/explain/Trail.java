package io.trunkline.broker.explain;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newest entries of one kind, in chunks of which the oldest is thrown away. Writers take no lock but for a new chunk. */
final class Trail<T extends Entry> {
    static final int CHUNK = 64;

    private static final int KEPT_ANYWAY = 2;

    private final Room room;
    private final int most;
    private volatile @Nullable Chunk<T> newest;
    private volatile @Nullable Instant forgotten;
    private int chunks;

    private static final class Chunk<T> {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<T> entries = new AtomicReferenceArray<>(CHUNK);
        private volatile @Nullable Chunk<T> older;

        Chunk(@Nullable Chunk<T> older) {
            this.older = older;
        }

        boolean add(T entry) {
            var place = next.getAndIncrement();
            if (place >= CHUNK) {
                return false;
            }
            entries.setRelease(place, entry);
            return true;
        }

        /** Newest first. */
        Stream<T> entries() {
            return Stream.iterate(Math.min(next.get(), CHUNK) - 1, place -> place >= 0, place -> place - 1)
                    .map(entries::get)
                    .filter(entry -> entry != null);
        }
    }

    /**
     * An empty one.
     *
     * @param most entries, about
     * @param forgotten until when it may have forgotten something before it was made
     */
    Trail(Room room, int most, @Nullable Instant forgotten) {
        this.room = room;
        this.most = Math.max(KEPT_ANYWAY, most / CHUNK);
        this.forgotten = forgotten;
    }

    void add(T entry) {
        var chunk = newest;
        while (chunk == null || !chunk.add(entry)) {
            chunk = next(chunk);
        }
    }

    private synchronized Chunk<T> next(@Nullable Chunk<T> full) {
        var now = newest;
        if (now != null && now != full) {
            return now;
        }
        var made = new Chunk<T>(now);
        newest = made;
        chunks++;
        room.take();
        while (chunks > most || (chunks > KEPT_ANYWAY && room.isOver())) {
            forgetOldest(made);
        }
        return made;
    }

    private void forgetOldest(Chunk<T> from) {
        var keeper = from;
        for (var next = from.older; next != null && next.older != null; next = next.older) {
            keeper = next;
        }
        var oldest = keeper.older;
        if (oldest != null) {
            forgotten = oldest.entries().findFirst().map(Entry::at).orElse(forgotten);
            keeper.older = null;
            chunks--;
            room.give();
        }
    }

    /** Those there are, newest first. */
    Stream<T> all() {
        return Stream.<Chunk<T>>iterate(newest, chunk -> chunk != null, chunk -> chunk.older)
                .flatMap(Chunk::entries);
    }

    @Nullable
    T newest(Predicate<T> which) {
        return all().filter(which).findFirst().orElse(null);
    }

    /** Whether all that happened at this time or after is still there. */
    boolean reaches(Instant time) {
        var until = forgotten;
        return until == null || until.isBefore(time);
    }

    /** Until when something may be missing; null for a whole trail. */
    @Nullable
    Instant forgotten() {
        return forgotten;
    }

    /** Gives its room back. */
    synchronized void close() {
        for (; chunks > 0; chunks--) {
            room.give();
        }
        newest = null;
    }
}
