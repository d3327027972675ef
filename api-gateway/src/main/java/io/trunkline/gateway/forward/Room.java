package io.trunkline.gateway.forward;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all forwarders of this node share for what waits, however many tenants have how many. */
final class Room {
    private final AtomicLong taken = new AtomicLong();
    private final long most;

    Room(long most) {
        this.most = most;
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
