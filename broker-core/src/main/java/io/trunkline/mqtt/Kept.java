package io.trunkline.mqtt;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is kept for the clients of one application, against what may be. From any thread. */
final class Kept {
    private final MqttLimits.Keeping limits;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong absentBytes = new AtomicLong();

    Kept(MqttLimits.Keeping limits) {
        this.limits = limits;
    }

    /** False when there is no room for one more. */
    boolean addSession() {
        var room = sessions.incrementAndGet() <= limits.most();
        if (!room) {
            removeSession();
        }
        return room;
    }

    void removeSession() {
        sessions.decrementAndGet();
    }

    /** False when there is no room for so many. */
    boolean addBytes(long bytes) {
        var room = absentBytes.addAndGet(bytes) <= limits.absentBytes();
        if (!room) {
            removeBytes(bytes);
        }
        return room;
    }

    void removeBytes(long bytes) {
        absentBytes.addAndGet(-bytes);
    }
}
