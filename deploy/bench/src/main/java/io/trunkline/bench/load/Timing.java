package io.trunkline.bench.load;

import java.time.Duration;

/**
 * The times of a round.
 *
 * @param warmUp load before the measured time
 * @param measured what is measured
 * @param patience how long a delivery may be on its way before it counts as lost
 */
public record Timing(Duration warmUp, Duration measured, Duration patience) {
    private static final int LONG = 3;

    /** A round that only warms up, for a server that has not done such work before. */
    public Timing longWarmUp() {
        return new Timing(warmUp.multipliedBy(LONG), Duration.ZERO, patience);
    }
}
