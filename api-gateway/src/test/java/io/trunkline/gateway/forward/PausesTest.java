package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final Pauses pauses = new Pauses(Duration.ofMillis(250), Duration.ofSeconds(30), new Random(7));

    @Test
    void doubleUntilTheLongest() {
        var whole = new long[] {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
        for (var failed = 1; failed <= whole.length; failed++) {
            assertThat(pauses.after(failed).toMillis()).isBetween(whole[failed - 1] / 2, whole[failed - 1]);
        }
    }

    @Test
    void stayBoundedForever() {
        assertThat(pauses.after(Integer.MAX_VALUE)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
}
