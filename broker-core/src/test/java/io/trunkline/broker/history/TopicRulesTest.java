package io.trunkline.broker.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.trunkline.broker.history.TopicRules.Rule;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
    private static final TopicRules RULES = TopicRules.of(List.of(
            rule("#", 1), rule("a/#", 2), rule("a/+", 3), rule("a/b*", 4), rule("a/b", 5), rule("secure/*", 6)));

    @ParameterizedTest
    @CsvSource({"a/b,5", "a/bc,4", "a/c,2", "a/c/d,2", "x,1", "secure/x,6", "$SYS/x,0"})
    void theNarrowestDecides(String topic, int size) {
        assertThat(RULES.of(Topic.of(topic)).size()).isEqualTo(size);
    }

    @Test
    void withoutRulesNothingIsKept() {
        assertThat(TopicRules.of(List.of())).isSameAs(TopicRules.NONE);
        assertThat(TopicRules.NONE.of(Topic.of("a"))).isSameAs(Retention.NONE);
    }

    @Test
    void refusesWhatIsNoPattern() {
        assertThatThrownBy(() -> TopicRules.of(List.of(rule("a/#/b", 1)))).isInstanceOf(Refused.class);
    }

    /** It is asked for every publication. */
    @Test
    void hundredPatternsAllocateNextToNothing() {
        var rules = TopicRules.of(IntStream.range(0, 100)
                .mapToObj(i -> rule("site/+/floor/" + i + "/#", i))
                .toList());
        var topic = Topic.of("site/berlin/floor/none/room/temperature");
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var times = 10_000;
        var kept = 0;
        var before = memory.getCurrentThreadAllocatedBytes();

        for (var i = 0; i < times; i++) {
            kept += rules.of(topic).size();
        }

        assertThat(kept).isZero();
        assertThat((memory.getCurrentThreadAllocatedBytes() - before) / times).isLessThan(2_000);
    }

    @Test
    void knowsWhenNoTopicLosesItsHistory() {
        var some = TopicRules.of(List.of(rule("a/#", 1), rule("a/b", 0)));

        assertThat(some.keepAllOf(TopicRules.NONE)).isFalse();
        assertThat(some.keepAllOf(some)).isTrue();
        assertThat(TopicRules.NONE.keepAllOf(some)).isFalse();
        assertThat(TopicRules.of(List.of(rule("a/#", 9), rule("a/b", 7), rule("c", 1)))
                        .keepAllOf(some))
                .isTrue();
        assertThat(TopicRules.of(List.of(rule("a/#", 9))).keepAllOf(some)).isTrue();
        assertThat(TopicRules.of(List.of(rule("a/#", 9), rule("a/+", 0))).keepAllOf(some))
                .isFalse();
        assertThat(TopicRules.of(List.of(rule("#", 1))).keepAllOf(some)).isFalse();
    }

    @Test
    void whatDoesNotPassStillStandsInTheWay() {
        var durable = TopicRules.of(List.of(new Rule("a/#", Retention.ofSize(1).asDurable()), rule("a/b", 2)))
                .only(Retention::durable);

        assertThat(durable.of(Topic.of("a/c")).size()).isOne();
        assertThat(durable.of(Topic.of("a/b")).keepsHistory()).isFalse();
        assertThat(TopicRules.NONE.only(Retention::durable)).isSameAs(TopicRules.NONE);
    }

    private static Rule rule(String pattern, int size) {
        return new Rule(pattern, Retention.ofSize(size));
    }
}
