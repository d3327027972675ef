package io.trunkline.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.bench.wire.Stamp;
import org.junit.jupiter.api.Test;

class MissedTest {
    private final Missed missed = new Missed(2, 2);

    private void hear(int client, long stamp) {
        missed.delivered(client, stamp, 1, 1);
    }

    @Test
    void itIsDoneWhenEverybodyHasHeardEverything() {
        hear(0, 0);
        hear(1, 0);
        hear(0, 1);
        assertThat(missed.all()).isNotDone();

        hear(1, 1);

        assertThat(missed.all()).isCompleted();
    }

    @Test
    void aGapIsFound() {
        hear(0, 1);

        assertThat(missed.all()).isCompletedExceptionally();
    }

    @Test
    void whatComesTwiceIsFound() {
        hear(0, 0);
        hear(0, 0);

        assertThat(missed.all()).isCompletedExceptionally();
    }

    @Test
    void whatIsNoneOfOursIsFound() {
        hear(0, Stamp.NONE);

        assertThat(missed.all()).isCompletedExceptionally();
    }
}
