package io.trunkline.broker;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.concurrent.atomic.AtomicLong;

/** The memory in which a node remembers keys. An application has so much at most, and a little in any case, whatever the others take. */
final class KeyRoom {
    private static final long MOST = 64L << 20;
    private static final long MOST_OF_ONE = 16L << 20;
    private static final long OWN = 64 << 10;

    private final AtomicLong taken = new AtomicLong();

    /**
     * @param held what the application has taken already
     * @throws Refused LIMIT_REACHED when the application has too much, OVERLOADED when all have
     */
    void take(long bytes, long held) {
        if (held + bytes > MOST_OF_ONE) {
            throw new Refused(Reason.LIMIT_REACHED, "too many idempotency keys of the application in a short time");
        }
        if (taken.addAndGet(bytes) > MOST && held + bytes > OWN) {
            taken.addAndGet(-bytes);
            throw new Refused(Reason.OVERLOADED, "too many idempotency keys of all applications in a short time");
        }
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
