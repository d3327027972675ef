package io.trunkline.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    static Stream<String> names() {
        return Stream.of(
                "main",
                "/",
                "a//b",
                "$SYS/x",
                "é",
                "😀",
                "a".repeat(1_024),
                "a" + "/a".repeat(63),
                "secure",
                "PRIV",
                "x!");
    }

    static Stream<String> faults() {
        return Stream.of(
                "",
                "a".repeat(1_025),
                "/".repeat(64),
                "a+",
                "a/#",
                "*",
                "!a",
                "a\nb",
                "a\u0000",
                "a\u0085",
                "\ud83d",
                "x\ude00",
                "Secure/x",
                "PRIV/x");
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesNames(String name) {
        assertThat(Topic.of(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesNamesThatBreakARule(String name) {
        assertThatThrownBy(() -> Topic.of(name))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.INVALID_TOPIC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+", "a/#/b", "#b", "+a/b", "a/b#", "", "a*"})
    void refusesLevelsWithAWildcardOutOfPlace(String text) {
        assertThatThrownBy(() -> TopicFilter.levels(text))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.INVALID_FILTER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!a", "", "a+", "a/#"})
    void refusesGlobsThatAreNegatedOrSpeakMqtt(String text) {
        assertThatThrownBy(() -> TopicFilter.glob(text))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.INVALID_FILTER));
    }

    @ParameterizedTest
    @CsvSource({
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/#, ab, false",
        "a/+, a, false",
        "a/+, a/, true",
        "+, a, true",
        "+/+, /a, true",
        "a/+/c, a//c, true",
        "#, $SYS/a, false",
        "$SYS/#, $SYS/a, true",
        "#, secure/a, false",
        "+/a, priv/a, false",
        "secure/+, secure/a, true",
        "#, secure, false"
    })
    void matchesByLevels(String filter, String topic, boolean expected) {
        assertThat(TopicFilter.levels(filter).matches(Topic.of(topic))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "*, main, true",
        "*, secure/a, false",
        "*, priv/a, false",
        "s*, secure/a, false",
        "SECURE/*, secure/a, false",
        "secure/*, secure/a, true",
        "Chat/*, chat/1/2, true"
    })
    void globsReachNoOtherCategory(String filter, String topic, boolean expected) {
        assertThat(TopicFilter.glob(filter).matches(Topic.of(topic))).isEqualTo(expected);
    }

    @Test
    void filtersAreEqualByKindAndText() {
        assertThat(TopicFilter.levels("a/b")).isEqualTo(TopicFilter.exact(Topic.of("a/b")));
        assertThat(TopicFilter.levels("a/+"))
                .isEqualTo(TopicFilter.levels("a/+"))
                .hasSameHashCodeAs(TopicFilter.levels("a/+"));
        assertThat(TopicFilter.glob("a/b")).isEqualTo(TopicFilter.glob("a/b")).isNotEqualTo(TopicFilter.levels("a/b"));
    }
}
