package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A reader that is caught up with by several filters that match the same topics. */
class ResumeOverlapTest {
    private static final List<String> TOPICS = List.of("kept/a", "kept/b");

    private final SlowLog[] slow = new SlowLog[1];
    private BrokerStage stage = stage();
    private BrokerStage.Reader reader = stage.reader(Principals.anyone());

    private BrokerStage stage() {
        var made = new BrokerStage(world -> {
            slow[0] = new SlowLog(new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));
            return slow[0];
        });
        var rules = TopicRules.of(List.of(new TopicRules.Rule("kept/#", Retention.ofSize(100_000))));
        made.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
        return made;
    }

    private void begin() {
        stage = stage();
        reader = stage.reader(Principals.anyone());
    }

    private void resume(String filter, Since since) {
        resume(filter, since, SubscriptionOptions.DEFAULT);
    }

    private void resume(String filter, Since since, SubscriptionOptions options) {
        reader.connection()
                .subscribe(TopicFilter.levels(filter), options, since)
                .flatMap(Resumption::rest)
                .subscribe(none -> {}, fault -> {});
    }

    private static Since after(long offset) {
        return new Since.After(new Position("epoch", offset));
    }

    /** Each says where it is in its topic's log. */
    private void publish(String topic, Map<String, Long> offsets, int times) {
        for (var i = 0; i < times; i++) {
            stage.publish(topic, topic + " " + offsets.merge(topic, 1L, Long::sum));
        }
    }

    private List<Long> heard(String topic) {
        return reader.heard().stream()
                .filter(text -> text.startsWith(topic))
                .map(text -> Long.valueOf(text.substring(topic.length() + 1)))
                .toList();
    }

    private static List<Long> offsets(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void twoThatAskForTheSameHearItOnceInOrder() {
        publish("kept/a", new HashMap<>(), 300);

        resume("kept/a", Since.EARLIEST);
        resume("kept/#", Since.EARLIEST);
        slow[0].answerAll();

        assertThat(heard("kept/a")).isEqualTo(offsets(1, 300));
    }

    @Test
    void whatBothWaitForIsOfBoth() {
        publish("kept/a", new HashMap<>(), 2);

        resume("kept/a", after(1));
        resume("kept/#", Since.EARLIEST);
        slow[0].answerAll();
        publish("kept/a", new HashMap<>(Map.of("kept/a", 2L)), 1);

        assertThat(reader.outbox().deliveries())
                .filteredOn(
                        delivery -> Publications.text(delivery.publication()).endsWith("3"))
                .singleElement()
                .matches(delivery -> delivery.others().size() == 1);
    }

    /** What it asked for last it gets, and nothing twice. */
    @Test
    void whoAsksForOlderIsGoneBackTo() {
        publish("kept/a", new HashMap<>(), 300);

        resume("kept/a", after(150));
        slow[0].answer();
        resume("kept/+", Since.EARLIEST);
        slow[0].answerAll();

        assertThat(heard("kept/a"))
                .hasSize(300)
                .doesNotHaveDuplicates()
                .containsSubsequence(offsets(1, 150))
                .containsSubsequence(offsets(151, 300));
    }

    @Test
    void whatOneDoesNotWantAnotherHears() {
        resume("kept/a", Since.EARLIEST, new SubscriptionOptions(0, 0, true, false, null, false, null));
        reader.to("kept/#");
        var own = Principals.anyone().on(reader.connection().id());
        slow[0].answer();

        stage.publish(own, "kept/a", Publications.message("own"));
        slow[0].answerAll();

        assertThat(reader.heard()).containsExactly("own");
    }

    @Test
    void historyThatOneDoesNotWantIsReadForAnother() {
        var own = Principals.anyone().on(reader.connection().id());
        stage.publish("kept/a", "1");
        stage.publish(own, "kept/a", Publications.message("own"));
        stage.publish("kept/a", "2");

        resume("kept/a", Since.EARLIEST, new SubscriptionOptions(0, 0, true, false, null, false, null));
        resume("kept/#", Since.EARLIEST);
        slow[0].answerAll();

        assertThat(reader.heard()).containsExactlyInAnyOrder("1", "own", "2");
    }

    @Test
    void aShareIsItsGroupsAlone() {
        var offsets = new HashMap<String, Long>();
        publish("kept/a", offsets, 200);
        var shared = new SubscriptionOptions(0, 0, false, false, "group", false, null);
        reader.connection().subscribe(TopicFilter.levels("kept/a"), shared);
        resume("kept/+", Since.EARLIEST);

        publish("kept/a", offsets, 1);
        slow[0].answerAll();

        assertThat(heard("kept/a"))
                .hasSize(202)
                .filteredOn(offset -> offset == 201)
                .hasSize(2);
    }

    /** More than may wait came meanwhile: it is in the log. */
    @Test
    void whatIsGivenUpIsReadOnForOthers() {
        var offsets = new HashMap<String, Long>();
        reader.to("kept/#");
        publish("kept/a", offsets, 1);
        resume("kept/a", Since.LATEST);

        publish("kept/a", offsets, 3 * LiveTail.MOST);
        reader.connection().unsubscribe(TopicFilter.levels("kept/a"), null);
        slow[0].answerAll();
        publish("kept/a", offsets, 1);

        assertThat(heard("kept/a")).isEqualTo(offsets(1, 3 * LiveTail.MOST + 2));
        assertThat(reader.outbox().closedWith()).isNull();
    }

    @Test
    void anUnknownTopicIsReadOnForOthersToo() {
        var offsets = new HashMap<String, Long>();
        publish("kept/b", offsets, 1);
        reader.to("kept/#");
        resume("kept/+", Since.EARLIEST);

        publish("kept/a", offsets, 3 * LiveTail.MOST);
        reader.connection().unsubscribe(TopicFilter.levels("kept/+"), null);
        slow[0].answerAll();

        assertThat(heard("kept/a")).isEqualTo(offsets(1, 3 * LiveTail.MOST));
        assertThat(heard("kept/b")).isEmpty();
    }

    /** A publisher had matched it, and was still on its way when the reader asked for a log for the first time. */
    @Test
    void whatIsOnItsWayWhenTheFirstSeamBeginsIsNotOvertaken() {
        var gate = new Gate();
        var line = stage.broker.connect(Arrival.of(Principals.anyone(), gate).as(LineKind.MQTT, Tenure.ALWAYS));
        line.subscribe(TopicFilter.levels("kept/#"), SubscriptionOptions.DEFAULT);
        gate.arrival = () -> {
            line.subscribe(TopicFilter.levels("kept/a"), SubscriptionOptions.DEFAULT, Since.EARLIEST)
                    .flatMap(Resumption::rest)
                    .subscribe();
            slow[0].answerAll();
        };

        stage.publish("kept/a", "1");

        await().untilAsserted(() -> assertThat(gate.heard).containsExactly("kept/#", "kept/a"));
    }

    /** An outbox in which the first delivery lingers until somebody else has done something, or cannot. */
    private static final class Gate implements Outbox {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private Runnable arrival = () -> {};

        @Override
        public Offer offer(Delivery delivery) {
            var other = new Thread(arrival);
            arrival = () -> {};
            other.start();
            await().until(() ->
                    EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED).contains(other.getState()));
            heard.add(delivery.subscription().filter().text());
            return Offer.TAKEN;
        }

        @Override
        public void close(Reason reason) {}

        @Override
        public long waitingBytes() {
            return 0;
        }
    }

    /** Filters come and go, publishers publish, and what the log says comes whenever it comes. */
    @Property(tries = 300)
    void neverTwiceNeverAGapAndInOrder(@ForAll long seed) {
        var random = new Random(seed);
        begin();
        var offsets = new HashMap<String, Long>();
        TOPICS.forEach(topic -> publish(topic, offsets, 600 + random.nextInt(100)));
        var filters = new ArrayList<>(List.of("kept/a", "kept/b", "kept/+", "kept/#", "#"));
        Collections.shuffle(filters, random);
        var asked = filters.subList(0, 2 + random.nextInt(3));
        for (var filter : asked) {
            resume(filter, Since.EARLIEST);
            publish(TOPICS.get(random.nextInt(2)), offsets, random.nextInt(200));
            IntStream.range(0, random.nextInt(2)).forEach(one -> slow[0].answer());
        }
        for (var step = 0; step < 40; step++) {
            if (random.nextBoolean()) {
                slow[0].answer();
            } else {
                publish(TOPICS.get(random.nextInt(2)), offsets, random.nextInt(random.nextInt(10) == 0 ? 200 : 5));
            }
        }
        slow[0].answerAll();
        TOPICS.forEach(topic -> publish(topic, offsets, 1));

        for (var topic : TOPICS) {
            var isHeard = asked.stream().anyMatch(filter -> filter.equals(topic) || !filter.matches("kept/[ab]"));
            assertThat(heard(topic)).isEqualTo(isHeard ? offsets(1, offsets.get(topic)) : List.of());
        }
        assertThat(reader.connection().waitingBytes()).isEqualTo(reader.outbox().waitingBytes());
    }

    /** Beside one that is there all the time and never asks for history. */
    @Property(tries = 300)
    void whoOnlyListensHearsAllOnceWhateverOthersAskFor(@ForAll long seed) {
        var random = new Random(seed);
        begin();
        reader.to("#");
        var offsets = new HashMap<String, Long>();
        var filters = List.of("kept/a", "kept/b", "kept/+", "kept/#");
        for (var step = 0; step < 60; step++) {
            var filter = filters.get(random.nextInt(4));
            switch (random.nextInt(5)) {
                case 0 -> resume(filter, Since.LATEST);
                case 1 -> reader.connection().unsubscribe(TopicFilter.levels(filter), null);
                case 2 -> slow[0].answer();
                default ->
                    publish(TOPICS.get(random.nextInt(2)), offsets, random.nextInt(random.nextInt(6) == 0 ? 300 : 5));
            }
        }
        slow[0].answerAll();

        for (var topic : TOPICS) {
            assertThat(heard(topic)).isEqualTo(offsets(1, offsets.getOrDefault(topic, 0L)));
        }
        assertThat(reader.outbox().closedWith()).isNull();
    }
}
