package io.trunkline.admin.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.admin.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "rooms/lobby",
                "rooms/+/chat",
                "rooms/#",
                "+",
                "#",
                "+/+/#",
                "rooms/*",
                "*",
                "a*b*c",
                "secure/#",
                "secure/inbound/x",
                "secure/Inbound",
                "private/x",
                "priv",
                "$SYSTEM/x",
                "räume/🙂",
                "/a//b/",
                "two words"
            })
    void isANameOrAFilterOrAGlob(String pattern) {
        assertThat(TopicPattern.check(pattern)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | 1 to 256",
                "'  '           | blank",
                "!a             | begin with !",
                "'a\u0007'      | control characters",
                "'a\ud800'      | control characters",
                "'a\ufffd'      | UTF-8",
                "a+             | alone in their level",
                "a/+b/c         | alone in their level",
                "a/b#           | alone in their level",
                "##             | alone in their level",
                "#/a            | last level",
                "a/#/b          | last level",
                "a/+/*          | not both",
                "*/#            | not both",
                "secure/inbound | platform's",
                "priv/acks      | platform's",
                "priv/#         | platform's",
                "priv/*         | platform's",
                "$SYS/x         | nobody",
                "$share         | nobody",
                "$share/#       | nobody",
                "Priv/x         | platform's",
                "Secure/x       | lower case"
            })
    void refusesWhatNoTopicMatchesAndWhatIsThePlatforms(String pattern, String words) {
        assertThatThrownBy(() -> TopicPattern.check(pattern))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("pattern"))
                .hasMessageContaining(words);
    }

    @Test
    void isAsLongAndAsDeepAsATopicMayBe() {
        assertThatCode(() -> TopicPattern.check("x".repeat(256))).doesNotThrowAnyException();
        assertThatThrownBy(() -> TopicPattern.check("x".repeat(257))).hasMessageContaining("1 to 256");
        assertThatCode(() -> TopicPattern.check("a/".repeat(63) + "a")).doesNotThrowAnyException();
        assertThatThrownBy(() -> TopicPattern.check("a/".repeat(64) + "a")).hasMessageContaining("64 levels");
    }
}
