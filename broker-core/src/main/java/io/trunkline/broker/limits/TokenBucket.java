package io.trunkline.broker.limits;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A rate limit that lets one second's worth through at once. Lock-free; it keeps one number, the time at which the bucket would be full again (the
 * generic cell rate algorithm), on a monotonic ticker, so that a jump of the wall clock changes nothing.
 */
public final class TokenBucket {
    private static final long SECOND = 1_000_000_000L;

    private final long cost;
    private final long burst;
    private final LongSupplier ticker;
    private final AtomicLong fullAt;

    /**
     * @param perSecond tokens a second, at least 1; also the burst
     * @param ticker monotonic nanoseconds
     */
    public TokenBucket(int perSecond, LongSupplier ticker) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("a rate is at least 1 a second");
        }
        // rounded up, so that the rate is never exceeded; the burst is as many whole tokens
        this.cost = (SECOND + perSecond - 1) / perSecond;
        this.burst = cost * perSecond;
        this.ticker = ticker;
        this.fullAt = new AtomicLong(ticker.getAsLong());
    }

    /** Takes one token; false when there is none. */
    public boolean tryTake() {
        while (true) {
            var now = ticker.getAsLong();
            var full = fullAt.get();
            var base = full - now < 0 ? now : full;
            if (base + cost - now > burst) {
                return false;
            }
            if (fullAt.compareAndSet(full, base + cost)) {
                return true;
            }
        }
    }
}
