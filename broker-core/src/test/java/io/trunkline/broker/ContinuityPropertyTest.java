package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.history.TopicRules.Rule;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Settings and publications at random, and after each step a reader from every position that there ever was: what is said to be whole is, and what goes on is said to. */
class ContinuityPropertyTest {
    private static final List<TopicRules> SETTINGS = List.of(
            TopicRules.NONE,
            TopicRules.of(List.of(kept("#"))),
            TopicRules.of(List.of(kept("a/#"))),
            TopicRules.of(List.of(kept("a/#"), free("a/b"))),
            TopicRules.of(List.of(kept("#"), free("a/*"))),
            TopicRules.of(List.of(kept("a/b"), kept("x"))));

    private static Rule kept(String pattern) {
        return new Rule(pattern, Retention.ofSize(1_000));
    }

    private static Rule free(String pattern) {
        return new Rule(pattern, Retention.NONE);
    }

    /** A topic: what was published on it, how much of that there was at each position, and which positions have been kept up with ever since. */
    private static final class Told {
        final Topic topic;
        final BrokerStage stage;
        final List<String> published = new ArrayList<>();
        final Map<Position, Integer> counts = new HashMap<>();
        final List<Position> whole = new ArrayList<>();

        Told(String topic, BrokerStage stage) {
            this.topic = Topic.of(topic);
            this.stage = stage;
        }

        void change(TopicRules rules) {
            if (!rules.of(topic).keepsHistory()) {
                whole.clear();
            }
        }

        void publish(String text) {
            published.add(text);
            var position = stage.publish(topic.name(), text).position();
            if (position != null) {
                assertThat(counts.put(position, published.size())).isNull();
                whole.add(position);
            }
        }

        void check() {
            counts.forEach((position, count) -> {
                var read = Objects.requireNonNull(stage.broker
                        .histories()
                        .read(Principals.anyone(), topic, new Since.After(position), 1_000)
                        .block());
                assertThat(read.continuous()).isEqualTo(whole.contains(position));
                if (read.continuous()) {
                    assertThat(read.publications())
                            .extracting(Publications::text)
                            .containsExactlyElementsOf(published.subList(count, published.size()));
                }
            });
        }
    }

    @Property(tries = 200)
    void whatIsSaidToBeWholeIs(@ForAll long seed) {
        var random = new Random(seed);
        var stage = new BrokerStage(world -> new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));
        var topics = List.of(new Told("a/b", stage), new Told("a/c", stage), new Told("x", stage));
        for (var step = 0; step < 40; step++) {
            if (random.nextInt(3) == 0) {
                var rules = SETTINGS.get(random.nextInt(SETTINGS.size()));
                stage.directory.put(
                        new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
                topics.forEach(topic -> topic.change(rules));
            } else {
                topics.get(random.nextInt(topics.size())).publish("m" + step);
            }
            topics.forEach(Told::check);
        }
    }
}
