package io.trunkline.broker.limits;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A rate limit that follows its setting: asked with the rate of now, it begins anew when that has changed. */
public final class Rate {
    private final LongSupplier ticker;
    private volatile @Nullable Setting setting;

    private record Setting(int perSecond, TokenBucket bucket) {}

    /** Begins full, on a ticker of monotonic nanoseconds. */
    public Rate(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Takes one token; false when there is none.
     *
     * @param perSecond tokens a second and the burst; 0 for no limit
     */
    public boolean tryTake(int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        var known = setting;
        var now = known == null || known.perSecond() != perSecond ? change(perSecond) : known;
        return now.bucket().tryTake();
    }

    private synchronized Setting change(int perSecond) {
        var known = setting;
        if (known != null && known.perSecond() == perSecond) {
            return known;
        }
        var made = new Setting(perSecond, new TokenBucket(perSecond, ticker));
        setting = made;
        return made;
    }
}
