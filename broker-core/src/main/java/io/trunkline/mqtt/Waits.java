package io.trunkline.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Those who wait until what was put down is written; in the order in which it was put. Guarded by {@link Parcels}. */
final class Waits {
    private final Deque<Wait> waiting = new ArrayDeque<>();

    /** For all up to a turn; many may wait so by the same. */
    private record Wait(long turn, Sinks.Empty<Void> sink, Mono<Void> over) {}

    /** The same for all who wait for the same. */
    Mono<Void> until(long turn) {
        var last = waiting.peekLast();
        if (last == null || last.turn() != turn) {
            var sink = Sinks.<Void>empty();
            last = new Wait(turn, sink, sink.asMono());
            waiting.add(last);
        }
        return last.over();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** All turns before this one are over. @return who is to be told so, by nobody who holds a lock */
    List<Sinks.Empty<Void>> before(long turn) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        var told = new ArrayList<Sinks.Empty<Void>>();
        for (var next = waiting.peek(); next != null && next.turn() < turn; next = waiting.peek()) {
            told.add(next.sink());
            waiting.remove();
        }
        return told;
    }
}
