package io.trunkline.broker.history;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a topic's log.
 *
 * @param publications oldest first, without a gap between them
 * @param continuous whether nothing is missing between where the reader was and the first of them; what cannot be proved is not
 * @param head the position of the topic's newest publication; offset 0 before the first, null where the topic has no log
 */
public record Slice(
        List<Publication> publications,
        boolean continuous,
        @Nullable Position head) {
    /** Of a topic that has no log. */
    public static final Slice NONE = new Slice(List.of(), false, null);

    public Slice {
        publications = List.copyOf(publications);
    }

    /** The position of the last publication read; null when there is none. */
    public @Nullable Position last() {
        return publications.isEmpty()
                ? null
                : publications.get(publications.size() - 1).position();
    }

    /** Whether there was nothing more to read. */
    public boolean isLast() {
        var last = last();
        return last == null || last.equals(head);
    }
}
