package io.trunkline.broker.history;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import java.util.ArrayDeque;
import java.util.List;

/** The newest publications of one topic. */
final class Ring {
    private final String epoch;
    private final ArrayDeque<Publication> kept = new ArrayDeque<>();
    private long last;

    Ring(String epoch) {
        this.epoch = epoch;
    }

    synchronized Publication append(Publication publication, int size) {
        var placed = publication.at(new Position(epoch, ++last));
        kept.addLast(placed);
        while (kept.size() > size) {
            kept.removeFirst();
        }
        return placed;
    }

    synchronized List<Publication> after(long offset, int limit) {
        var first = last - kept.size();
        return kept.stream().skip(Math.max(0, offset - first)).limit(limit).toList();
    }
}
