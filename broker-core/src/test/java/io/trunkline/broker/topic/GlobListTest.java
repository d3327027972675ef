package io.trunkline.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GlobListTest {
    /** The test vectors of the protocol's description, as version 6 of the npm module answers them. */
    static Stream<Arguments> vectors() {
        return Stream.of(
                vector(1, "main", true, "main"),
                vector(2, "main", true, "*"),
                vector(3, "secure/logs/a", true, "secure/*"),
                vector(4, "secure/logs/a", true, "secure/logs/*"),
                vector(5, "secure/logs", false, "secure/logs/*"),
                vector(6, "secure/", true, "secure/*"),
                vector(7, "secure", false, "secure/*"),
                vector(8, "priv/abc123", false, "secure/*"),
                vector(9, "SECURE/Inbound", true, "secure/inbound"),
                vector(10, "secure/inbound", true, "Secure/IN*"),
                vector(11, "xsecure/a", false, "secure/*"),
                vector(12, "secure/a/b", true, "secure/*/b"),
                vector(13, "secure//b", true, "secure/*/b"),
                vector(14, "chat.room", true, "chat.*"),
                vector(15, "chatXroom", false, "chat.room"),
                vector(16, "a+b", true, "a+b"),
                vector(17, "roomA", false, "room?"),
                vector(18, "main", true, "!secure/*"),
                vector(19, "secure/a", false, "!secure/*"),
                vector(20, "secure/a", false, "secure/*", "!secure/a"),
                vector(21, "secure/b", true, "secure/*", "!secure/a"),
                vector(22, "secure/a", false, "!secure/a", "secure/*"),
                vector(23, "main", true, "!secure/*", "!priv/*"),
                vector(24, "chat/1", true, "chat/*", "news/*"),
                vector(25, "main", false),
                vector(26, "main", false, ""),
                vector(27, "", true, "*"),
                vector(28, "!main", true, "!main"),
                vector(29, "a*b", true, "a\\*b"),
                vector(30, "axb", false, "a\\*b"),
                vector(31, "line1\nline2", true, "line1*2"),
                vector(32, "straße", false, "STRASSE"),
                vector(33, "é", true, "É"),
                vector(34, "ab", true, "a**b"),
                vector(35, "main ", false, "main"));
    }

    private static Arguments vector(int number, String input, boolean expected, String... patterns) {
        return Arguments.of(number, input, expected, List.of(patterns));
    }

    @ParameterizedTest(name = "vector {0}")
    @MethodSource("vectors")
    void answersAsTheModuleDoes(int number, String input, boolean expected, List<String> patterns) {
        assertThat(GlobList.compile(patterns).matches(input)).isEqualTo(expected);
    }

    @Test
    void doesNotMatchAnOverlapOfHeadAndTail() {
        assertThat(GlobList.compile(List.of("aba*aba")).matches("ababa")).isFalse();
        assertThat(GlobList.compile(List.of("aba*aba")).matches("abaaba")).isTrue();
        assertThat(GlobList.compile(List.of("*aab*b")).matches("aaabb")).isTrue();
    }

    /** A matcher that backtracks needs for the first of these more steps than there are nanoseconds in a year. */
    @Test
    void takesLinearTimeForPatternsThatMakeOthersBacktrack() {
        var name = "a".repeat(1_000);
        var patterns = List.of(
                "*a*a*a*a*b", "*aaaa*aaab*aaaa*", ("*" + "a".repeat(15)).repeat(60) + "b*", "*a".repeat(500) + "b");

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (var i = 0; i < 1_000; i++) {
                for (var pattern : patterns) {
                    assertThat(GlobList.compile(List.of(pattern)).matches(name)).isFalse();
                }
            }
        });
    }

    /** The best of many rounds: what else the machine does is not the matcher's. */
    @Test
    void aPatternOfFiveStarsOnAThousandCharactersCostsLessThanFiftyMicroseconds() {
        var pattern = GlobList.compile(List.of("*a*a*a*a*b"));
        var name = "a".repeat(1_000);
        var best = Long.MAX_VALUE;

        for (var round = 0; round < 1_000 && best > 50_000; round++) {
            var start = System.nanoTime();
            for (var i = 0; i < 100; i++) {
                assertThat(pattern.matches(name)).isFalse();
            }
            best = Math.min(best, (System.nanoTime() - start) / 100);
        }

        assertThat(best).as("nanoseconds").isLessThan(50_000);
    }
}
