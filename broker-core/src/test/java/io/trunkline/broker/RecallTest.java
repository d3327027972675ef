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
import io.trunkline.broker.testkit.MemorySchedules;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import java.util.List;
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
}
