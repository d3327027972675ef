package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.limits.DailyBytes;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the applications with a daily quota have used of it on this node. */
final class Quota {
    private final InstantSource clock;
    private final Map<ApplicationId, DailyBytes> used = new ConcurrentHashMap<>();

    Quota(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws Refused QUOTA_EXCEEDED */
    void charge(ApplicationPolicy policy, int bytes) {
        var most = policy.limits().bytesPerDay();
        if (most != 0 && !of(policy.id()).tryTake(bytes, most)) {
            throw new Refused(Reason.QUOTA_EXCEEDED, "the application's " + most + " bytes of this day are used up");
        }
    }

    private DailyBytes of(ApplicationId application) {
        var there = used.get(application);
        return there == null ? used.computeIfAbsent(application, id -> new DailyBytes(clock)) : there;
    }

    void forget(ApplicationId application) {
        used.remove(application);
    }
}
