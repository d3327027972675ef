package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.MemorySchedules;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node knows of the keys that the one before it took. */
class RecallTest {
    private static final Duration WINDOW = ApplicationPolicy.USUAL_WINDOW;

    private final LastingLog log = new LastingLog();

    private BrokerStage node(String id) {
        var stage = new BrokerStage(id, world -> log, new MemorySchedules());
        var rules = TopicRules.of(List.of(
                new TopicRules.Rule("safe", Retention.ofSize(10).asDurable()),
                new TopicRules.Rule("kept", Retention.ofSize(10))));
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
        return stage;
    }

    private static Message keyed(String text, String key) {
        return message(text).withIdempotencyKey(IdempotencyKey.of(key));
    }

    private static Receipt publish(BrokerStage stage, String topic, Message message) {
        return stage.publish(Principals.anyone(), topic, message);
    }

    @Test
    void aKeyOfADurableTopicIsKnownToTheNextProcess() {
        var first = publish(node("0000000a"), "safe", keyed("1", "k"));
        var next = node("0000000b");

        assertThat(publish(next, "safe", keyed("1", "k"))).isEqualTo(first.asRepeat());
        next.refuses(Reason.KEY_REUSED, Principals.anyone(), "safe", keyed("2", "k"));
        assertThat(publish(next, "safe", keyed("1", "other")).repeat()).isFalse();
        assertThat(log.recalls()).isEqualTo(2);
    }

    @Test
    void itIsFreeWhenItsWindowIsOverAndNotBefore() {
        var before = node("0000000a");
        before.world.setClock(Publications.TIME.minusSeconds(100));
        publish(before, "safe", keyed("1", "k"));
        var next = node("0000000b");
        publish(next, "safe", keyed("younger", "younger"));

        next.world.pass(WINDOW.minusSeconds(101));
        assertThat(publish(next, "safe", keyed("1", "k")).repeat()).isTrue();
        next.world.pass(Duration.ofSeconds(1));

        assertThat(publish(next, "safe", keyed("1", "k")).repeat()).isFalse();
        assertThat(publish(next, "safe", keyed("1", "k")).repeat()).isTrue();
    }

    @Test
    void nothingIsReadOfOtherTopicsOrWhenTheWindowIsOver() {
        publish(node("0000000a"), "kept", keyed("1", "k"));
        var next = node("0000000b");

        assertThat(publish(next, "kept", keyed("1", "k")).repeat()).isFalse();
        publish(next, "live", keyed("1", "k"));
        publish(next, "safe", message("1"));
        next.world.pass(WINDOW);
        publish(next, "safe", keyed("1", "late"));

        assertThat(log.recalls()).isZero();
    }

    @Test
    void whatCannotBeReadIsRefusedAndReadByTheNext() {
        publish(node("0000000a"), "safe", keyed("1", "k"));
        var next = node("0000000b");
        log.broken(true);
        next.refuses(Reason.UNAVAILABLE, Principals.anyone(), "safe", keyed("1", "k"));
        log.broken(false);

        assertThat(publish(next, "safe", keyed("1", "k")).repeat()).isTrue();
    }

    private static List<Receipt> publishing(BrokerStage stage, String topic, Message message) {
        var told = new ArrayList<Receipt>();
        stage.broker
                .publish(Principals.anyone(), Topic.of(topic), message)
                .subscribe(told::add, fault -> assertThat(fault).isInstanceOf(Refused.class));
        return told;
    }

    /** A later publish of the same connection was in the log before one whose key was being looked for. */
    @Test
    void nothingOvertakesWhatWaitsForTheLog() {
        publish(node("0000000a"), "safe", keyed("0", "k"));
        var next = node("0000000b");
        var reader = next.reader(Principals.anyone()).to("safe").to("live");
        log.hold();

        var keyed = publishing(next, "safe", keyed("1", "1"));
        var plain = publishing(next, "safe", message("2"));
        var repeat = publishing(next, "safe", keyed("0", "k"));
        publish(next, "live", message("elsewhere"));
        assertThat(List.of(keyed, plain, repeat)).allMatch(List::isEmpty);
        log.answer();

        assertThat(reader.heard()).containsExactly("elsewhere", "1", "2");
        assertThat(repeat).singleElement().matches(Receipt::repeat);
        publish(next, "safe", message("3"));
        assertThat(reader.heard()).endsWith("3");
    }

    @Test
    void whoHasNoKeyGoesOnWhereTheLogCannotBeRead() {
        var next = node("0000000b");
        var reader = next.reader(Principals.anyone()).to("safe");
        log.hold();
        log.broken(true);

        var keyed = publishing(next, "safe", keyed("1", "1"));
        var plain = publishing(next, "safe", message("2"));
        log.answer();

        assertThat(keyed).isEmpty();
        assertThat(plain).hasSize(1);
        assertThat(reader.heard()).containsExactly("2");
    }

    @Test
    void whoHasWaitedForTooLongIsRefusedAndDoesNotPublish() {
        var next = node("0000000b");
        var reader = next.reader(Principals.anyone()).to("safe");
        log.hold();
        publishing(next, "safe", keyed("1", "1"));
        publishing(next, "safe", message("2"));

        next.world.pass(Lookups.PATIENCE);
        log.answer();

        assertThat(next.listener.told("refused")).hasSize(2).allMatch(told -> told.endsWith("unavailable"));
        assertThat(reader.heard()).isEmpty();
        assertThat(publish(next, "safe", keyed("1", "1")).repeat()).isFalse();
        assertThat(log.recalls()).isEqualTo(1);
    }

    /** All of a gateway's topics may be published to at once when it is back. */
    @Test
    void fewTopicsAreReadAtATime() {
        var next = new BrokerStage("0000000b", world -> log, new MemorySchedules());
        var rules = TopicRules.of(
                List.of(new TopicRules.Rule("safe/#", Retention.ofSize(10).asDurable())));
        next.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
        log.hold();

        var told = IntStream.range(0, 1_000)
                .mapToObj(i -> publishing(next, "safe/" + i % 100, keyed("" + i, "" + i)))
                .toList();
        assertThat(log.recalls()).isEqualTo(Lookups.AT_ONCE);
        log.answer();

        assertThat(told).allMatch(one -> one.size() == 1);
        assertThat(log.recalls()).isEqualTo(100);
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotRead() {
        var next = new BrokerStage("0000000b", world -> log, new MemorySchedules());
        var rules = TopicRules.of(
                List.of(new TopicRules.Rule("safe/#", Retention.ofSize(10).asDurable())));
        next.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
        log.hold();
        IntStream.range(0, 100).forEach(i -> publishing(next, "safe/" + i, keyed("1", "k")));

        next.world.pass(Lookups.PATIENCE);
        log.answer();

        assertThat(log.recalls()).isEqualTo(Lookups.AT_ONCE);
        assertThat(publish(next, "safe/99", keyed("1", "k")).repeat()).isFalse();
    }
}
