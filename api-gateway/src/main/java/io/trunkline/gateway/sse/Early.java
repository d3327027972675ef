package io.trunkline.gateway.sse;

import io.trunkline.broker.routing.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What comes live for a stream whose answer has not begun, or whose reader has not yet taken what came before that. On the event loop. */
final class Early {
    /** So many wait at most, */
    static final int MOST = 128;

    /** and so many bytes. */
    private static final int MOST_BYTES = 256 << 10;

    private final Queue<Delivery> held = new ArrayDeque<>(0);
    private int bytes;

    /** False when there is no room. */
    boolean add(Delivery delivery) {
        var size = delivery.publication().size();
        if (held.size() == MOST || bytes + size > MOST_BYTES) {
            return false;
        }
        bytes += size;
        return held.add(delivery);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** The first of them, in the order in which they came: so many bytes, or one. */
    List<Delivery> take(int most) {
        var taken = new ArrayList<Delivery>();
        var room = most;
        for (var next = held.peek();
                next != null && (taken.isEmpty() || next.publication().size() <= room);
                next = held.peek()) {
            taken.add(held.remove());
            room -= next.publication().size();
        }
        bytes -= most - room;
        return taken;
    }

    List<Delivery> takeAll() {
        return take(Integer.MAX_VALUE);
    }
}
