package io.trunkline.broker.explain;

import java.util.concurrent.atomic.AtomicInteger;

/** How many chunks all trails may have between them; each keeps its newest two whatever the others take. */
final class Room {
    private final AtomicInteger taken = new AtomicInteger();
    private final int most;

    Room(int most) {
        this.most = most;
    }

    void take() {
        taken.incrementAndGet();
    }

    void give() {
        taken.decrementAndGet();
    }

    boolean isOver() {
        return taken.get() > most;
    }

    int taken() {
        return taken.get();
    }
}
