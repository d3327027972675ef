package io.trunkline.broker.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrailTest {
    private static final Instant START = Instant.EPOCH;

    private record Mark(Instant at) implements Entry {}

    private static Mark mark(int second) {
        return new Mark(START.plusSeconds(second));
    }

    @Test
    void keepsTheNewestAndSaysWhatItForgot() {
        var room = new Room(100);
        var trail = new Trail<Mark>(room, 256, null);

        IntStream.range(0, 1_000).forEach(i -> trail.add(mark(i)));

        var kept = trail.all().toList();
        assertThat(kept).hasSizeBetween(256 - Trail.CHUNK, 256);
        assertThat(kept.get(0)).isEqualTo(mark(999));
        var oldest = kept.get(kept.size() - 1).at();
        assertThat(trail.reaches(oldest)).isTrue();
        assertThat(trail.reaches(oldest.minusSeconds(1))).isFalse();
        assertThat(trail.forgotten()).isEqualTo(oldest.minusSeconds(1));
        assertThat(room.taken()).isEqualTo(4);
        trail.close();
        assertThat(room.taken()).isZero();
    }

    @Test
    void keepsLittleWhereOthersTookTheRoom() {
        var room = new Room(0);
        var trail = new Trail<Mark>(room, 1_024, null);

        IntStream.range(0, 1_000).forEach(i -> trail.add(mark(i)));

        assertThat(trail.all()).hasSizeBetween(Trail.CHUNK, 2 * Trail.CHUNK);
        assertThat(room.taken()).isEqualTo(2);
    }

    @Test
    void losesNothingOfWritersAtTheSameTime() throws Exception {
        var trail = new Trail<Mark>(new Room(1_000), 64_000, null);
        var writers = IntStream.range(0, 4)
                .mapToObj(writer ->
                        new Thread(() -> IntStream.range(0, 10_000).forEach(i -> trail.add(mark(writer * 10_000 + i)))))
                .toList();

        writers.forEach(Thread::start);
        for (var writer : writers) {
            writer.join();
        }

        assertThat(new HashSet<>(trail.all().toList())).hasSize(40_000);
        assertThat(trail.reaches(START)).isTrue();
    }
}
