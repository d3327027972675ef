package io.trunkline.gateway.identity;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens for each key, kept as the time at which it is full again; full ones are forgotten. Of new keys beyond a bound nothing is kept: they get
 * through, so that a stranger with many names neither fills the memory nor locks anyone out.
 */
final class AttemptBuckets<K> {
    private static final long SECOND = 1_000_000_000L;

    private final long cost;
    private final long burst;
    private final int most;
    private final LongSupplier ticker;
    private final AtomicLong sweepAt;
    private final Map<K, Long> fullAt = new ConcurrentHashMap<>();

    /**
     * @param perSecond tokens a second, at least 1
     * @param most as many keys are kept
     * @param ticker monotonic nanoseconds
     */
    AttemptBuckets(int burst, int perSecond, int most, LongSupplier ticker) {
        this.cost = SECOND / perSecond;
        this.burst = cost * burst;
        this.most = most;
        this.ticker = ticker;
        this.sweepAt = new AtomicLong(ticker.getAsLong());
    }

    /** Takes one token of a key's; false when there is none. */
    boolean tryTake(K key) {
        var now = ticker.getAsLong();
        sweep(now);
        if (fullAt.size() >= most && !fullAt.containsKey(key)) {
            return true;
        }
        var taken = new boolean[1];
        fullAt.compute(key, (same, full) -> {
            var base = full == null || full - now < 0 ? now : full;
            taken[0] = base + cost - now <= burst;
            return taken[0] ? base + cost : base;
        });
        return taken[0];
    }

    private void sweep(long now) {
        var due = sweepAt.get();
        if (now - due >= 0 && sweepAt.compareAndSet(due, now + SECOND)) {
            fullAt.values().removeIf(full -> full - now <= 0);
        }
    }

    int size() {
        return fullAt.size();
    }
}
