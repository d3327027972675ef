package io.trunkline.gateway.forward;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait between two tries: twice as long each time up to a bound, and between half and all of that, so that many do not come back at once. */
record Pauses(Duration first, Duration longest, RandomGenerator random) {
    private static final int MOST_DOUBLINGS = 30;

    /** @param failed how many tries have failed, at least one */
    Duration after(int failed) {
        var doublings = Math.min(failed - 1, MOST_DOUBLINGS);
        var whole = Math.min(first.toMillis() << doublings, longest.toMillis());
        return Duration.ofMillis(whole - (long) (random.nextDouble() * whole / 2));
    }
}
