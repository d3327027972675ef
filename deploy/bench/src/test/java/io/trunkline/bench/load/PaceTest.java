package io.trunkline.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace steady = new Pace.Steady(1_000, 4, 1_000_000);

    @Test
    void sendersTakeTurnsEvenly() {
        assertThat(steady.due(0, 0, 1_000)).isEqualTo(1_000);
        assertThat(steady.due(3, 0, 9_000)).isEqualTo(4_000);
        assertThat(steady.due(0, 1, 9_000)).isEqualTo(5_000);
    }

    @Test
    void nothingGoesBeforeItsTime() {
        assertThat(steady.due(3, 0, 3_999)).isEqualTo(Pace.LATER);
        assertThat(steady.due(3, 0, 4_000)).isEqualTo(4_000);
    }

    @Test
    void whatGoesLateCountsFromItsTime() {
        assertThat(steady.due(0, 1, 1_000_000)).isEqualTo(5_000);
    }

    @Test
    void withoutAPaceEverythingIsDueNow() {
        assertThat(Pace.NONE.due(7, 9, 42)).isEqualTo(42);
    }
}
