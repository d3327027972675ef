package io.trunkline.broker.history;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest publications of one topic, as far as the room goes that its application's rings have together. */
final class Ring {
    private final String epoch;
    private final Room room;
    private final ArrayDeque<Publication> kept = new ArrayDeque<>();
    private Retention retention = Retention.NONE;
    private long last;
    private boolean closed;

    Ring(String epoch, Room room) {
        this.epoch = epoch;
        this.room = room;
    }

    /** What an application's rings may occupy. */
    interface Room {
        /** Takes so many bytes, or gives them back when negative; false when there are too few. */
        boolean take(long bytes);
    }

    /** Forgets of its own when there is no room; null when it is closed, and another ring has to be begun. */
    synchronized @Nullable Publication append(Publication publication, Retention by, Instant now) {
        if (closed) {
            return null;
        }
        retention = by;
        var placed = publication.at(new Position(epoch, ++last));
        trim(by.size() - 1, now.minus(by.age()));
        while (!room.take(placed.size())) {
            if (kept.isEmpty()) {
                return placed;
            }
            dropOldest();
        }
        kept.addLast(placed);
        return placed;
    }

    private void trim(int most, Instant oldest) {
        while (kept.size() > most || (!kept.isEmpty() && kept.getFirst().time().isBefore(oldest))) {
            dropOldest();
        }
    }

    private void dropOldest() {
        room.take(-kept.removeFirst().size());
    }

    synchronized Slice read(Range range, Instant now) {
        var by = range.retention();
        trim(by.size(), now.minus(by.age()));
        var head = new Position(epoch, last);
        if (range.since() instanceof Since.After after) {
            return after(after.position(), range.limit(), head);
        }
        var wanted = range.since() == Since.LATEST ? List.<Publication>of() : behind(0, range.limit());
        return new Slice(wanted, true, head);
    }

    private Slice after(Position position, int limit, Position head) {
        var forgotten = last - kept.size();
        var isOurs = position.epoch().equals(epoch) && position.offset() <= last;
        var skipped = isOurs ? position.offset() - forgotten : -1;
        return new Slice(behind(Math.max(0, skipped), limit), skipped >= 0, head);
    }

    private List<Publication> behind(long skipped, int limit) {
        var found = new ArrayList<Publication>();
        var all = skipped == 0 ? kept.iterator() : kept.stream().skip(skipped).iterator();
        while (all.hasNext() && found.size() < limit) {
            found.add(all.next());
        }
        return found;
    }

    synchronized boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Forgets what is too old. */
    synchronized void trim(Instant now) {
        trim(Integer.MAX_VALUE, now.minus(retention.age()));
    }

    /** Closes when all that it held is too old; true when it is closed. */
    synchronized boolean closeIfOver(Instant now) {
        trim(now);
        closed = closed || kept.isEmpty();
        return closed;
    }

    /** It is forgotten, and gives all its room back. */
    synchronized void close() {
        closed = true;
        trim(0, Instant.MIN);
    }
}
