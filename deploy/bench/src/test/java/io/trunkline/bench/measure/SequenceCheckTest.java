package io.trunkline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private final SequenceCheck check = new SequenceCheck();

    @Test
    void acceptsEachNumberOnce() {
        assertThat(check.accept(0)).isTrue();
        assertThat(check.accept(1)).isTrue();
        assertThat(check.accept(1)).isFalse();
        assertThat(check.accept(0)).isFalse();
        assertThat(check.outOfOrder()).isZero();
    }

    @Test
    void acceptsALateNumberOnceAndSaysThatItWasLate() {
        check.accept(5);

        assertThat(check.accept(3)).isTrue();
        assertThat(check.accept(3)).isFalse();
        assertThat(check.outOfOrder()).isEqualTo(1);
    }

    @Test
    void doesNotMistakeANumberForOneThatSharedItsPlaceLongAgo() {
        check.accept(3);

        assertThat(check.accept(3 + 4 * SequenceCheck.MEMORY)).isTrue();
        assertThat(check.accept(2 + 4 * SequenceCheck.MEMORY)).isTrue();
        assertThat(check.accept(3)).isFalse();
    }

    @Test
    void agreesWithASetOnEveryShuffleWithinItsMemory() {
        var random = new Random(11);
        Set<Integer> heard = new HashSet<>();
        for (int start = 0; start < 100_000; start += 200) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                numbers.add(start + random.nextInt(400));
            }
            for (int number : numbers) {
                assertThat(check.accept(number)).as("number %d", number).isEqualTo(heard.add(number));
            }
        }
    }
}
