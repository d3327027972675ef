package io.trunkline.gateway.history;

import io.trunkline.broker.message.Publication;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log has of a run of offsets that begins at a multiple of its size: all of it, once that many have been published. Immutable.
 *
 * @param first the offset of the first publication
 */
record Page(long first, List<Publication> publications) {
    /** So many offsets. */
    static final int SIZE = 256;

    /** A page of one topic's log. */
    record Key(long topic, long number) {
        static Key of(Place place, long offset) {
            return new Key(place.topic(), (offset - 1) / SIZE);
        }

        long begin() {
            return number * SIZE + 1;
        }

        long end() {
            return begin() + SIZE - 1;
        }
    }

    boolean has(long offset) {
        return offset >= first && offset < next();
    }

    /** The first offset behind it. */
    long next() {
        return first + publications.size();
    }

    Publication get(long offset) {
        return publications.get((int) (offset - first));
    }

    List<Publication> between(long from, long until) {
        return publications.subList((int) (from - first), (int) (Math.min(until + 1, next()) - first));
    }

    Page with(Page more) {
        if (publications.isEmpty()) {
            return more;
        }
        var both = new ArrayList<>(publications);
        both.addAll(more.publications);
        return new Page(first, both);
    }

    long bytes() {
        return publications.stream().mapToLong(Publication::size).sum();
    }
}
