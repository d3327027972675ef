package io.trunkline.gateway.history;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import java.util.ArrayDeque;
import java.util.Objects;

/** The newest publications of all topics of a writer together, as many as there is room for; the oldest goes first. Only the writer adds. */
final class Memory {
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final long bound;
    private long bytes;

    private record Held(Shelf shelf, Position position, int size) {}

    Memory(long bound) {
        this.bound = bound;
    }

    void add(Shelf shelf, Publication publication) {
        shelf.add(publication);
        var position = Objects.requireNonNull(publication.position());
        held.addLast(new Held(shelf, position, publication.size()));
        bytes += publication.size();
        while (bytes > bound) {
            var oldest = held.removeFirst();
            bytes -= oldest.size();
            oldest.shelf().drop(oldest.position());
        }
    }
}
