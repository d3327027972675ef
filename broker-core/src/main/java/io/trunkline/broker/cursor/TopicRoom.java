package io.trunkline.broker.cursor;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places that one application's cursors have together for topics to go on in: each topic takes one in each cursor that has come to it. Safe for many
 * threads.
 */
final class TopicRoom {
    private final AtomicInteger taken = new AtomicInteger();
    private final int most;

    TopicRoom(int most) {
        this.most = most;
    }

    /** Takes a place; false when there is none. */
    boolean take() {
        if (taken.incrementAndGet() <= most) {
            return true;
        }
        taken.decrementAndGet();
        return false;
    }

    /** @throws Refused LIMIT_REACHED when there is no place to take */
    void claim() {
        if (!take()) {
            throw new Refused(
                    Reason.LIMIT_REACHED, "an application's sessions and groups go on in at most " + most + " topics");
        }
    }

    void release(int places) {
        taken.addAndGet(-places);
    }
}
