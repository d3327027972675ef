package io.trunkline.gateway.forward;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all forwarders of this node share for what waits, however many tenants have how many. Each has a little of its own beyond that, so that
 * one tenant's dead receivers do not lose another's messages.
 */
final class Room {
    private final AtomicLong taken = new AtomicLong();
    private final long most;
    private final long own;

    /** @param own what each may take in any case */
    Room(long most, long own) {
        this.most = most;
        this.own = own;
    }

    /** @param held what the one who asks has taken already */
    boolean take(long bytes, long held) {
        if (taken.addAndGet(bytes) <= most || held + bytes <= own) {
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
