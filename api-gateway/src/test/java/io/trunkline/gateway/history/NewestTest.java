package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.Publications;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestTest {
    private final Newest newest = new Newest();

    @Test
    void holdsARunOfOffsetsWhileItGrowsAndShrinks() {
        for (var offset = 1L; offset <= 1_000; offset++) {
            add(offset);
            if (offset > 10) {
                assertThat(newest.drop(offset - 10)).isTrue();
            }
        }

        assertThat(newest.has(990)).isFalse();
        assertThat(texts(991, 1_000)).first().isEqualTo("m991");
        assertThat(texts(991, 1_000)).last().isEqualTo("m1000");
    }

    @Test
    void beginsAnewAfterAGap() {
        add(1);
        add(5);

        assertThat(newest.has(1)).isFalse();
        assertThat(texts(5, 5)).containsExactly("m5");
    }

    @Test
    void dropsNothingButTheOldest() {
        add(1);
        add(2);

        assertThat(newest.drop(2)).isFalse();
        assertThat(newest.drop(1)).isTrue();
        assertThat(newest.drop(1)).isFalse();
        assertThat(newest.drop(2)).isTrue();
        assertThat(newest.isEmpty()).isTrue();
        add(3);
        assertThat(texts(3, 3)).containsExactly("m3");
    }

    private void add(long offset) {
        newest.add(offset, Publications.of("a", "m" + offset));
    }

    private List<String> texts(long from, long until) {
        var found = new ArrayList<Publication>();
        newest.copy(from, until, found);
        return found.stream().map(Publications::text).toList();
    }
}
