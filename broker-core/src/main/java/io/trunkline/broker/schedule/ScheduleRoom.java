package io.trunkline.broker.schedule;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.HashMap;
import java.util.Map;

/** How much may wait: of each application, and of all. */
final class ScheduleRoom {
    static final int MOST_MESSAGES = 10_000;
    static final long MOST_BYTES = 16L << 20;
    static final long MOST_BYTES_OF_ALL = 64L << 20;

    private final Map<ApplicationId, Held> held = new HashMap<>();
    private long bytes;

    private record Held(int messages, long bytes) {
        static final Held NOTHING = new Held(0, 0);

        Held plus(int more, long moreBytes) {
            return new Held(messages + more, bytes + moreBytes);
        }
    }

    /** @throws Refused LIMIT_REACHED when the application has too much waiting, OVERLOADED when all have */
    void take(Scheduled one) {
        var there = held.getOrDefault(one.application(), Held.NOTHING);
        if (there.messages() >= MOST_MESSAGES) {
            throw new Refused(Reason.LIMIT_REACHED, "at most " + MOST_MESSAGES + " delayed messages may wait");
        }
        if (there.bytes() + one.size() > MOST_BYTES) {
            throw new Refused(Reason.LIMIT_REACHED, "at most " + MOST_BYTES + " bytes of delayed messages may wait");
        }
        if (bytes + one.size() > MOST_BYTES_OF_ALL) {
            throw new Refused(Reason.OVERLOADED, "too many delayed messages of all applications wait");
        }
        occupy(one);
    }

    /** Takes the room whether it is there or not. */
    void occupy(Scheduled one) {
        add(one, 1);
    }

    void give(Scheduled one) {
        add(one, -1);
    }

    private void add(Scheduled one, int sign) {
        var change = (long) sign * one.size();
        bytes += change;
        held.compute(one.application(), (id, there) -> {
            var left = (there == null ? Held.NOTHING : there).plus(sign, change);
            return left.messages() == 0 ? null : left;
        });
    }

    long taken() {
        return bytes;
    }
}
