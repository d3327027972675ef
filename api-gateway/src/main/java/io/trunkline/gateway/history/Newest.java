package io.trunkline.gateway.history;

import io.trunkline.broker.message.Publication;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Publications of one topic, one offset after the other, in a ring that grows. */
final class Newest {
    private static final int FEW = 4;

    private @Nullable Publication[] items = new Publication[FEW];
    private long first = 1;
    private int start;
    private int size;

    /** It begins anew when this does not follow what is there. */
    void add(long offset, Publication publication) {
        if (offset != first + size) {
            clear();
            first = offset;
        }
        if (size == items.length) {
            grow();
        }
        items[(start + size++) % items.length] = publication;
    }

    private void grow() {
        var larger = new Publication[items.length * 2];
        for (var i = 0; i < size; i++) {
            larger[i] = items[(start + i) % items.length];
        }
        items = larger;
        start = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean has(long offset) {
        return offset >= first && offset < first + size;
    }

    Publication get(long offset) {
        return Objects.requireNonNull(items[(int) ((start + (offset - first)) % items.length)]);
    }

    /** Those of two offsets and between them. */
    void copy(long from, long until, List<Publication> into) {
        for (var offset = from; offset <= until; offset++) {
            into.add(get(offset));
        }
    }

    /** Lets the oldest go, if it is this one. */
    boolean drop(long offset) {
        if (size == 0 || offset != first) {
            return false;
        }
        items[start] = null;
        start = (start + 1) % items.length;
        first++;
        if (--size == 0) {
            clear();
        }
        return true;
    }

    void clear() {
        if (items.length == FEW) {
            Arrays.fill(items, null);
        } else {
            items = new Publication[FEW];
        }
        first += size;
        start = 0;
        size = 0;
    }
}
