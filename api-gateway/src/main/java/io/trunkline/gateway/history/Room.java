package io.trunkline.gateway.history;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What may wait for the database, in all writers together. */
final class Room {
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final long mostBytes;
    private final int most;

    Room(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** @throws Refused OVERLOADED when there is none */
    void take(int size) {
        var taken = bytes.addAndGet(size);
        if (count.incrementAndGet() > most || taken > mostBytes) {
            leave(size);
            throw new Refused(Reason.OVERLOADED, "too much waits for the gateway's database");
        }
    }

    void leave(int size) {
        bytes.addAndGet(-size);
        count.decrementAndGet();
    }

    long bytes() {
        return bytes.get();
    }

    int count() {
        return count.get();
    }
}
