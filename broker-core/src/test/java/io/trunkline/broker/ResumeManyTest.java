package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A reader that is caught up with on one topic while others still wait for it. */
class ResumeManyTest {
    private final SlowLog[] slow = new SlowLog[1];
    private final BrokerStage stage = new BrokerStage(world -> {
        slow[0] = new SlowLog(new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));
        return slow[0];
    });
    private final BrokerStage.Reader reader = stage.reader(Principals.anyone());

    ResumeManyTest() {
        remember(new Limits(100_000, 0, 0, 10));
    }

    private void remember(Limits limits) {
        var rules = TopicRules.of(List.of(new TopicRules.Rule("kept/#", Retention.ofSize(1_000))));
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, limits).withTopics(rules));
    }

    private void resume(String filter) {
        reader.connection()
                .subscribe(TopicFilter.levels(filter), SubscriptionOptions.DEFAULT, Since.EARLIEST)
                .flatMap(Resumption::rest)
                .subscribe(none -> {}, fault -> {});
    }

    @Test
    void whatIsCaughtUpWithComesOnceThoughAnotherTopicIsNot() {
        stage.publish("kept/a", "1");
        stage.publish("kept/b", "b");
        resume("kept/#");
        slow[0].answer();

        stage.publish("kept/a", "2");
        stage.publish("kept/a", "3");
        stage.publish("kept/a", "4");
        slow[0].answerAll();
        stage.publish("kept/a", "5");

        assertThat(reader.heard()).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "b");
        assertThat(reader.heard()).containsSubsequence("1", "2", "3", "4", "5");
    }

    @Test
    void aSubscriptionThatIsRefusedLeavesNothingWaiting() {
        resume("kept/a");
        slow[0].answerAll();
        remember(new Limits(100_000, 0, 0, 1));

        resume("kept/#");
        stage.publish("kept/a", "1");

        assertThat(reader.connection().subscriptions()).hasSize(1);
        assertThat(reader.heard()).containsExactly("1");
    }

    /** No log would bring it again. */
    @Test
    void whatIsNotKeptDoesNotWait() {
        stage.publish("kept/a", "1");
        resume("#");
        var live = IntStream.range(0, 2 * LiveTail.MOST)
                .mapToObj(Integer::toString)
                .toList();

        live.forEach(text -> stage.publish("free", text));

        assertThat(reader.heard()).containsExactlyElementsOf(live);
    }

    @Test
    void whatWaitedAndFindsNoRoomIsCounted() {
        resume("kept/a");
        stage.publish("kept/a", "1");
        reader.outbox().answering(Offer.DROPPED);

        slow[0].answerAll();

        assertThat(stage.listener.told("dropped")).singleElement().asString().contains(Reason.SLOW_READER.code());
    }

    @Test
    void whatWaitsIsBoundedForAllTopicsTogetherAndReadAgain() {
        var topics = 40;
        IntStream.range(0, topics).forEach(topic -> stage.publish("kept/" + topic, topic + ":0"));
        resume("kept/#");
        var payload = "x".repeat(60_000);

        IntStream.range(0, topics).forEach(topic -> stage.publish("kept/" + topic, topic + ":" + payload));
        assertThat(reader.connection().waitingBytes()).isBetween(60_000L, (long) Seams.MOST_BYTES);
        slow[0].answerAll();

        assertThat(reader.heard()).hasSize(2 * topics).doesNotHaveDuplicates();
        assertThat(reader.connection().waitingBytes()).isEqualTo(reader.outbox().waitingBytes());
    }

    /** It reads as fast as the log does. */
    @Test
    void aReaderOfVeryManyBusyTopicsGetsThrough() {
        var topics = 50_000;
        publishOnAll(topics, 0);
        resume("kept/#");
        for (var round = 1; round <= 3; round++) {
            publishOnAll(topics, round);
            IntStream.range(0, topics / 4).forEach(read -> slow[0].answer());
        }
        slow[0].answerAll();
        publishOnAll(topics, 4);

        assertThat(reader.outbox().closedWith()).isNull();
        assertThat(reader.heard()).hasSize(5 * topics);
        var next = new int[topics];
        reader.heard().stream()
                .map(heard -> heard.split(":", 2))
                .forEach(heard -> assertThat(heard[1]).isEqualTo(Integer.toString(next[Integer.parseInt(heard[0])]++)));
    }

    private void publishOnAll(int topics, int round) {
        IntStream.range(0, topics).forEach(topic -> stage.publish("kept/" + topic, topic + ":" + round));
    }

    /** Who walks the topics does not come to those that are new. */
    @Test
    void whatHadToBeLetGoIsReadForAllWhoHearIt() {
        stage.publish("kept/stalled", "0:0");
        reader.connection().subscribe(TopicFilter.levels("kept/#"), SubscriptionOptions.DEFAULT);
        resume("kept/+");
        var topics = 2 * SeamTable.MOST;

        publishOnAll(topics, 1);
        reader.connection().unsubscribe(TopicFilter.levels("kept/+"), null);
        slow[0].answer();
        publishOnAll(topics, 2);
        slow[0].answerAll();
        publishOnAll(topics, 3);

        assertThat(reader.outbox().closedWith()).isNull();
        assertThat(reader.heard()).hasSize(3 * topics).doesNotHaveDuplicates();
    }

    @Test
    void whatNobodyHearsAnyMoreIsNotRead() {
        stage.publish("kept/stalled", "0:0");
        resume("kept/#");
        publishOnAll(2 * SeamTable.MOST, 1);

        reader.connection().unsubscribe(TopicFilter.levels("kept/#"), null);
        slow[0].answer();

        assertThat(slow[0].answer()).isFalse();
        assertThat(reader.heard()).isEmpty();
    }

    /** It has to be told, as what is remembered of it cannot grow without end. */
    @Test
    void aReaderForWhomMoreIsLetGoThanCanBeRememberedIsClosed() {
        stage.publish("kept/stalled", "1");
        resume("kept/#");
        var name = "kept/" + "x".repeat(Topic.MAX_LENGTH - 20);

        IntStream.range(0, 2 * SeamTable.MOST).forEach(topic -> stage.publish(name + topic, "live"));

        assertThat(reader.outbox().closedWith()).isEqualTo(Reason.SLOW_READER);
        assertThat(reader.heard()).isEmpty();
        assertThat(stage.listener.told("dropped")).singleElement().asString().contains(Reason.SLOW_READER.code());
    }

    /** Most of them have been read, and nothing waits there. */
    @Test
    void whoIsCaughtUpWithOnManyTopicsIsNotClosed() {
        var topics = SeamTable.MOST;
        IntStream.range(0, topics).forEach(topic -> stage.publish("kept/" + topic, topic + ":0"));
        resume("kept/#");
        IntStream.range(0, topics - 10).forEach(topic -> slow[0].answer());

        IntStream.range(0, topics).forEach(topic -> stage.publish("kept/" + topic, topic + ":1"));
        slow[0].answerAll();

        assertThat(reader.outbox().closedWith()).isNull();
        assertThat(reader.heard()).hasSize(2 * topics).doesNotHaveDuplicates();
    }

    /** Memory is needed only for what may still be on its way to the reader. */
    @Test
    void noSeamIsKeptForTopicsThatAreQuiet() {
        var topics = 100_000;
        IntStream.range(0, topics).forEach(topic -> stage.publish("kept/" + topic, Integer.toString(topic)));
        stage.world.pass(Duration.ofMinutes(2));
        stage.publish("kept/0", "again");
        var line = (LineConnection) reader.connection();
        var seams = new Seams(line);
        var filter = TopicFilter.levels("kept/#");
        var subscription = seams.open(filter, 10, () -> line.add(filter, SubscriptionOptions.DEFAULT));

        new CatchUp(line, seams, stage.broker.histories(), subscription, Since.EARLIEST)
                .begin()
                .flatMap(Resumption::rest)
                .subscribe();
        slow[0].answerAll();

        assertThat(reader.heard()).hasSize(topics + 1);
        assertThat(seams.size()).isOne();
    }

    /** Nothing has been published on any of them, so it cannot be told what is on its way. */
    @Test
    void whoAsksForEverNewTopicsKeepsFewSeams() {
        var line = (LineConnection) reader.connection();
        var seams = new Seams(line);

        IntStream.range(0, 1_000).forEach(topic -> {
            var filter = TopicFilter.levels("kept/" + topic);
            var subscription = seams.open(filter, 10, () -> line.add(filter, SubscriptionOptions.DEFAULT));
            new CatchUp(line, seams, stage.broker.histories(), subscription, Since.LATEST)
                    .begin()
                    .flatMap(Resumption::rest)
                    .subscribe();
            slow[0].answerAll();
            line.unsubscribe(filter, null);
            stage.world.pass(Duration.ofSeconds(1));
        });

        assertThat(seams.size()).isLessThan(200);
    }
}
