package io.trunkline.bench.measure;

import java.util.Arrays;

/**
 * Counts of durations in nanoseconds, in buckets that are at most one thirty-second of their value wide. Recording does
 * not allocate; not thread-safe.
 */
public final class Histogram {
    private static final int STEPS_LOG2 = 5;
    private static final int STEPS = 1 << STEPS_LOG2;

    private final long[] counts = new long[(Long.SIZE - STEPS_LOG2) * STEPS];
    private long total;

    /** Counts one duration; a negative one counts as zero. */
    public void record(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        total++;
    }

    /** How many durations were recorded. */
    public long total() {
        return total;
    }

    /** The upper edge of the bucket below which {@code share} (0 to 1) of the durations lie; 0 when nothing was recorded. */
    public long quantile(double share) {
        if (total == 0) {
            return 0;
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        int bucket = -1;
        while (seen < rank) {
            bucket++;
            seen += counts[bucket];
        }
        return upperEdge(bucket);
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - STEPS_LOG2 - Long.numberOfLeadingZeros(nanos);
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static long upperEdge(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long steps = bucket % STEPS + (long) STEPS;
        return ((steps + 1) << shift) - 1;
    }
}
