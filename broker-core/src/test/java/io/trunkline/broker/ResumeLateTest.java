package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A reader that is caught up with while what was published is in the log already and comes live only later, and filters come and go. */
class ResumeLateTest {
    private static final List<String> TOPICS = List.of("kept/a", "kept/b");
    private static final List<String> FILTERS = List.of("kept/a", "kept/b", "kept/+", "kept/#");
    private static final int MOST_ANSWERS = 10_000;
    private static final int MOST_RESUMED = 8;

    /** One reader, and what it asked for and got. */
    private static final class Run {
        private final SlowLog[] slow = new SlowLog[1];
        private final BrokerStage stage = new BrokerStage(world -> {
            slow[0] = new SlowLog(new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));
            return slow[0];
        });
        final BrokerStage.Reader reader = stage.reader(Principals.anyone());
        final Map<String, Integer> published = new HashMap<>();
        final Map<String, Since> asked = new HashMap<>();
        /** How much had been heard when each asked for the whole history. */
        private final List<Map.Entry<String, Integer>> asks = new ArrayList<>();

        Run() {
            var rules = TopicRules.of(List.of(new TopicRules.Rule("kept/#", Retention.ofSize(100_000))));
            stage.directory.put(
                    new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
            slow[0].late();
        }

        void publish(String topic, int times) {
            for (var i = 0; i < times; i++) {
                var text = topic + " " + published.merge(topic, 1, Integer::sum);
                stage.broker
                        .publish(Principals.anyone(), Topic.of(topic), Publications.message(text))
                        .subscribe();
            }
        }

        void arrive(int times) {
            for (var i = 0; i < times; i++) {
                slow[0].arrive();
            }
        }

        boolean answer() {
            return slow[0].answer();
        }

        void resume(String filter, Since since) {
            if (asked.containsKey(filter) || asks.size() >= MOST_RESUMED) {
                return;
            }
            if (since == Since.EARLIEST) {
                asks.add(Map.entry(filter, reader.heard().size()));
            }
            reader.connection()
                    .subscribe(TopicFilter.levels(filter), SubscriptionOptions.DEFAULT, since)
                    .doOnSubscribe(begun -> asked.put(filter, since))
                    .doOnError(no -> asked.remove(filter))
                    .flatMap(Resumption::rest)
                    .subscribe(none -> {}, no -> {});
        }

        void giveUp(String filter) {
            asked.remove(filter);
            reader.connection().unsubscribe(TopicFilter.levels(filter), null);
        }

        /** All comes that is to come. */
        void end() {
            var answers = 0;
            while (slow[0].arrive() || answer()) {
                assertThat(answers++).isLessThan(MOST_ANSWERS);
            }
            assertThat(reader.outbox().closedWith()).isNull();
            assertThat(reader.connection().waitingBytes())
                    .isEqualTo(reader.outbox().waitingBytes());
        }

        List<String> all(String topic) {
            var all = new ArrayList<String>();
            for (var i = 1; i <= published.getOrDefault(topic, 0); i++) {
                all.add(topic + " " + i);
            }
            return all;
        }

        /** Once, and once more for each that asked for the whole history when it had been heard. */
        void nothingComesTooOften() {
            var times = new HashMap<String, List<Integer>>();
            var heard = reader.heard();
            for (var i = 0; i < heard.size(); i++) {
                times.computeIfAbsent(heard.get(i), text -> new ArrayList<>()).add(i);
            }
            times.forEach((text, at) -> {
                var topic = Topic.of(text.substring(0, text.indexOf(' ')));
                var again = asks.stream()
                        .filter(ask -> TopicFilter.levels(ask.getKey()).matches(topic) && ask.getValue() > at.get(0))
                        .count();
                assertThat((long) at.size())
                        .as(text + " at " + at + " asked " + asks)
                        .isLessThanOrEqualTo(1 + again);
            });
        }

        /** What has been heard before left out. */
        List<String> firstHeard(String topic) {
            return reader.heard().stream()
                    .filter(text -> text.startsWith(topic + " "))
                    .distinct()
                    .toList();
        }
    }

    /** The log brought it already; then so much came that it could not wait. */
    @Test
    void whatWasReadAndComesLateIsNotReadAgain() {
        var run = new Run();
        run.reader.to("kept/#");
        run.publish("kept/a", 300);
        run.resume("kept/a", Since.EARLIEST);
        run.arrive(10);
        while (run.answer()) {
            assertThat(run.reader.heard()).doesNotHaveDuplicates();
        }
        run.resume("kept/b", Since.LATEST);
        run.resume("kept/+", Since.LATEST);

        run.end();

        assertThat(run.reader.heard()).isEqualTo(run.all("kept/a"));
    }

    @Test
    void whatOneThatWasGivenUpLetGoDoesNotComeTwiceByAnother() {
        var run = new Run();
        run.publish("kept/a", 300);
        run.arrive(300);
        run.resume("kept/a", Since.EARLIEST);
        run.resume("kept/+", Since.EARLIEST);
        run.answer();
        run.publish("kept/a", 5);
        run.arrive(5);
        run.giveUp("kept/a");

        run.end();
        run.publish("kept/a", 5);
        run.end();

        assertThat(run.reader.heard()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(run.all("kept/a"));
    }

    /** Publishers are faster than readers, and what is live comes late. */
    @Property(tries = 1_000)
    void nothingIsMissedAndNothingComesTwice(@ForAll long seed) {
        var random = new Random(seed);
        var run = new Run();
        var listens = random.nextBoolean();
        if (listens) {
            run.reader.to("#");
        }
        for (var step = 0; step < 60; step++) {
            var filter = FILTERS.get(random.nextInt(FILTERS.size()));
            switch (random.nextInt(7)) {
                case 0 -> run.resume(filter, random.nextBoolean() ? Since.EARLIEST : Since.LATEST);
                case 1 -> run.giveUp(filter);
                case 2, 3 -> run.answer();
                case 4 -> run.arrive(random.nextInt(random.nextInt(3) == 0 ? 400 : 8));
                default -> run.publish(TOPICS.get(random.nextInt(2)), random.nextInt(random.nextInt(4) == 0 ? 300 : 5));
            }
        }
        run.end();
        TOPICS.forEach(topic -> run.publish(topic, 1));
        run.end();

        run.nothingComesTooOften();
        TOPICS.forEach(topic -> isWhole(run, topic, listens));
    }

    private static void isWhole(Run run, String topic, boolean listens) {
        var wholly = run.asked.entrySet().stream()
                .anyMatch(asked -> asked.getValue() == Since.EARLIEST
                        && TopicFilter.levels(asked.getKey()).matches(Topic.of(topic)));
        if (listens) {
            assertThat(run.firstHeard(topic)).containsExactlyInAnyOrderElementsOf(run.all(topic));
        } else if (wholly) {
            assertThat(run.firstHeard(topic)).containsAll(run.all(topic));
        }
    }
}
