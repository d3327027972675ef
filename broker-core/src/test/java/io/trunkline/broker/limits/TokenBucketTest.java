package io.trunkline.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Property
    void neverLetsThroughMoreThanTheRateAndOneBurst(
            @ForAll @IntRange(min = 1, max = 5_000) int perSecond,
            @ForAll long start,
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = 0, max = 2 * SECOND) Long> pauses) {
        var ticks = new AtomicLong(start);
        var bucket = new TokenBucket(perSecond, ticks::get);
        var taken = 0L;
        for (var pause : pauses) {
            while (bucket.tryTake()) {
                taken++;
            }
            assertThat(taken * SECOND).isLessThanOrEqualTo((ticks.get() - start) * perSecond + perSecond * SECOND);
            ticks.addAndGet(pause);
        }
    }

    @Property
    void letsAWholeSecondsWorthThroughAtOnceAndAgainAfterASecond(
            @ForAll @IntRange(min = 1, max = 10_000) int perSecond) {
        var ticks = new AtomicLong();
        var bucket = new TokenBucket(perSecond, ticks::get);

        assertThat(takeAll(bucket)).isEqualTo(perSecond);
        ticks.addAndGet(SECOND + perSecond);

        assertThat(takeAll(bucket)).isEqualTo(perSecond);
    }

    @Test
    void doesNotExceedARateThatDividesTheSecondUnevenly() {
        var ticks = new AtomicLong();
        var bucket = new TokenBucket(700_000, ticks::get);
        takeAll(bucket);

        ticks.addAndGet(SECOND);

        assertThat(takeAll(bucket)).isLessThanOrEqualTo(700_000);
    }

    @Test
    void aRateFollowsItsSetting() {
        var ticks = new AtomicLong();
        var rate = new Rate(ticks::get);

        assertThat(List.of(rate.tryTake(1), rate.tryTake(1))).containsExactly(true, false);
        assertThat(List.of(rate.tryTake(2), rate.tryTake(2), rate.tryTake(2))).containsExactly(true, true, false);
        assertThat(rate.tryTake(0)).isTrue();
    }

    private static int takeAll(TokenBucket bucket) {
        var taken = 0;
        while (bucket.tryTake()) {
            taken++;
        }
        return taken;
    }
}
