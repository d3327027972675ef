package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.history.TopicRules.Rule;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What readers are told when topics' settings change: that nothing is missing only where nothing is. */
class ContinuityTest {
    private static final Rule SWITCHED = kept("sw");
    private static final Rule NOTHING = new Rule("sw", Retention.NONE);
    private static final Rule ALL = kept("#");

    private final BrokerStage stage =
            new BrokerStage(world -> new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));

    private static Rule kept(String pattern) {
        return new Rule(pattern, Retention.ofSize(1_000));
    }

    private void remember(List<Rule> rules) {
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT)
                .withTopics(TopicRules.of(rules)));
    }

    /** With a history, without, and with one again. */
    static List<List<List<Rule>>> changes() {
        return List.of(
                List.of(List.of(SWITCHED), List.of(NOTHING), List.of(SWITCHED)),
                List.of(List.of(SWITCHED), List.of(), List.of(SWITCHED)),
                List.of(List.of(ALL), List.of(ALL, NOTHING), List.of(ALL)),
                List.of(List.of(ALL), List.of(kept("a/#")), List.of(SWITCHED)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nobodyGoesOnOverWhatWasNotKept(List<List<Rule>> change) {
        remember(change.get(0));
        var one = at("sw", "one");
        remember(change.get(1));
        assertThat(stage.publish("sw", "two").position()).isNull();
        remember(change.get(2));
        var three = at("sw", "three");

        var read = read("sw", one);
        assertThat(read.continuous()).isFalse();
        assertThat(texts(read)).containsExactly("three");
        assertThat(three.offset()).isOne();
        assertThat(three.epoch()).isNotEqualTo(one.epoch());
        assertThat(read("sw", three).continuous()).isTrue();
    }

    /** What was kept of the settings may be older than what was published by them. */
    @Test
    void whatMayBeOldEndsNothing() {
        remember(List.of(SWITCHED));
        var one = at("sw", "one");
        stage.directory.current(false);
        remember(List.of());
        stage.directory.current(true);
        remember(List.of(SWITCHED));

        at("sw", "two");

        var read = read("sw", one);
        assertThat(read.continuous()).isTrue();
        assertThat(texts(read)).containsExactly("two");
    }

    /** Who waits for the first publication of all would miss it just so. */
    @ParameterizedTest
    @MethodSource("changes")
    void nobodyWaitsOnOverWhatWasNotKept(List<List<Rule>> change) {
        remember(change.get(0));
        var begin = Objects.requireNonNull(read("sw", Since.LATEST).head());
        remember(change.get(1));
        stage.publish("sw", "two");
        remember(change.get(2));

        assertThat(begin.offset()).isZero();
        assertThat(read("sw", begin).continuous()).isFalse();
    }

    @Test
    void topicsThatAreKeptAllTheTimeGoOn() {
        remember(List.of(SWITCHED, kept("a/#")));
        var one = at("a/b", "one");
        remember(List.of(new Rule("a/#", Retention.ofSize(10)), kept("c")));
        remember(List.of(kept("a/#"), ALL));
        at("a/b", "two");

        assertThat(read("a/b", one).continuous()).isTrue();
        assertThat(texts(read("a/b", one))).containsExactly("two");
        assertThat(texts(read("a/b", Since.EARLIEST))).containsExactly("one", "two");
    }

    private Position at(String topic, String text) {
        return Objects.requireNonNull(stage.publish(topic, text).position());
    }

    private Slice read(String topic, Position since) {
        return read(topic, new Since.After(since));
    }

    private Slice read(String topic, Since since) {
        return Objects.requireNonNull(stage.broker
                .histories()
                .read(Principals.anyone(), Topic.of(topic), since, 1_000)
                .block());
    }

    private static List<String> texts(Slice slice) {
        return slice.publications().stream().map(Publications::text).toList();
    }
}
