package io.trunkline.bench.load;

import java.time.Duration;

/**
 * What one round of a load showed.
 *
 * @param deliveries deliveries heard in the measured time
 * @param elapsed the measured time
 * @param p50 median of the time from writing a publication to reading a delivery of it
 * @param p99 99 of 100 deliveries took at most this
 * @param spent processor time used in the measured time
 * @param residentKib resident memory of the server's process tree at the end
 * @param tally what went wrong in the whole round, warm-up included
 */
public record Outcome(
        long deliveries, Duration elapsed, Duration p50, Duration p99, Spent spent, long residentKib, Tally tally) {
    /** Deliveries a second. */
    public double rate() {
        return deliveries * 1e9 / elapsed.toNanos();
    }

    /** Microseconds of server processor time for each delivery. */
    public double serverMicros() {
        return deliveries == 0 ? Double.NaN : spent.server().toNanos() / 1e3 / deliveries;
    }

    /** Share of the measured time in which the load loop was at work: near 1 it is the generator that sets the pace. */
    public double generatorShare() {
        return (double) spent.generator().toNanos() / elapsed.toNanos();
    }
}
