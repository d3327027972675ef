package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void waitsTwiceAsLongEachTimeUpToHalfAMinute() {
        assertThat(Stream.generate(backoff::next).limit(9))
                .containsExactlyElementsOf(LongStream.of(500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000)
                        .mapToObj(Duration::ofMillis)
                        .toList());
    }

    @Test
    void beginsAgainOnlyAfterWhatHasLastedForAWhile() {
        backoff.next();
        backoff.lasted(Duration.ofMillis(9_999));
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));

        backoff.lasted(Duration.ofSeconds(10));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    }
}
