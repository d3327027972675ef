package io.trunkline.gateway.sse;

import io.trunkline.broker.routing.Delivery;
import java.util.ArrayList;
import java.util.List;

/** What comes live for a stream whose answer has not begun. On the event loop. */
final class Early {
    /** So many wait at most, */
    static final int MOST = 128;

    /** and so many bytes. */
    private static final int MOST_BYTES = 256 << 10;

    private List<Delivery> held = List.of();
    private int bytes;

    /** False when there is no room. */
    boolean add(Delivery delivery) {
        var size = delivery.publication().size();
        if (held.size() == MOST || bytes + size > MOST_BYTES) {
            return false;
        }
        if (held.isEmpty()) {
            held = new ArrayList<>();
        }
        bytes += size;
        return held.add(delivery);
    }

    /** In the order in which they came. */
    List<Delivery> takeAll() {
        var all = held;
        held = List.of();
        bytes = 0;
        return all;
    }
}
