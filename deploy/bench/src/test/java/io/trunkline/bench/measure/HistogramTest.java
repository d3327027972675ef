package io.trunkline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private final Histogram histogram = new Histogram();

    @Test
    void tellsQuantilesWithinTheWidthOfABucket() {
        var random = new Random(7);
        long[] durations = random.longs(100_000, 0, 50_000_000).toArray();

        Arrays.stream(durations).forEach(histogram::record);

        Arrays.sort(durations);
        assertThat(histogram.total()).isEqualTo(durations.length);
        for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
            long exact = durations[(int) Math.ceil(share * durations.length) - 1];
            assertThat(histogram.quantile(share)).isCloseTo(exact, Percentage.withPercentage(3.2));
        }
    }

    @Test
    void keepsSmallNumbersExactly() {
        for (int nanos = 1; nanos <= 31; nanos++) {
            histogram.record(nanos);
        }

        assertThat(histogram.quantile(0.5)).isEqualTo(16);
        assertThat(histogram.quantile(1)).isEqualTo(31);
    }

    @Test
    void holdsTheLongestDurationAndCountsANegativeOneAsZero() {
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.quantile(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void forgetsWhenCleared() {
        histogram.record(1_000);

        histogram.clear();

        assertThat(histogram.total()).isZero();
        assertThat(histogram.quantile(0.99)).isCloseTo(0L, within(0L));
    }
}
