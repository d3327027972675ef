package io.trunkline.broker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.topic.Levels;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelOrderTest {
    /** A walk that did not go by levels would look at all of these. */
    @ParameterizedTest
    @CsvSource({
        "a/b/#, 0, a",
        "a/b/#, a/b, a/b",
        "a/b/#, a/b/c/d, a/b/c/d",
        "a/b/#, a/c, a^",
        "a/b/#, b, ''",
        "+/x, a/b/c, a/x",
        "+/x, a/y, a^",
        "+/x, a/x/z, a/x^",
        "+/x, a, a/",
        "+/x, secure/a, secure^",
        "#, $SYS/a, $SYS^",
        "#, a/b, a/b",
        "$SYS/+, $SYS/a, $SYS/a",
        "a/+, a, a/",
        "a/+/c, a/b-, a/b-/",
    })
    void passesOverWhatAFilterCannotMatch(String filter, String name, String next) {
        assertThat(LevelOrder.seek(Levels.split(filter), name)).isEqualTo(next.replace('^', '\u0001'));
    }

    @Test
    void whatIsBelowALevelStandsTogether() {
        var inOrder = Stream.of("a", "a/", "a/b", "a/b/c", "a/b-", "a-", "a-/b", "ab", "b");

        assertThat(inOrder.toList()).isSortedAccordingTo(LevelOrder::compare);
    }
}
