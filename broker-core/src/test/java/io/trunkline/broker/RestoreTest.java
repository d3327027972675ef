package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.testkit.MemorySchedules;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.VirtualWorld;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What was to be published later when its node ended. */
class RestoreTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MemorySchedules schedules = new MemorySchedules();

    private static TopicLog log(VirtualWorld world) {
        return new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT);
    }

    private BrokerStage node(String id) {
        return node(id, RestoreTest::log);
    }

    private BrokerStage node(String id, Function<VirtualWorld, TopicLog> log) {
        var stage = new BrokerStage(id, log, schedules);
        var rules = TopicRules.of(
                List.of(new TopicRules.Rule("main", Retention.ofSize(10).asDurable())));
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, Limits.DEFAULT).withTopics(rules));
        return stage;
    }

    /** What a node leaves that was so much before the next one, with what is due so long after that. */
    private void left(Duration before, Message... messages) {
        var stage = node("0000000a");
        stage.world.setClock(Publications.TIME.minus(before));
        for (var one : messages) {
            stage.publish(Principals.anyone(), "main", one);
        }
        stage.broker.dispose();
        stage.world.pass(Duration.ofDays(1));
        assertThat(schedules.size()).isEqualTo(messages.length);
    }

    private static Message later(String text, Duration delay) {
        return message(text).withDelay(delay);
    }

    @Test
    void isPublishedByTheNextWhenItIsDue() {
        left(MINUTE, later("2", MINUTE.multipliedBy(3)), later("1", MINUTE.multipliedBy(2)));
        var stage = node("0000000b");
        var reader = stage.reader(Principals.anyone()).to("main");

        stage.world.pass(MINUTE.minusNanos(1));
        assertThat(reader.heard()).isEmpty();
        stage.world.pass(MINUTE.plusNanos(1));

        assertThat(reader.heard()).containsExactly("1", "2");
        assertThat(schedules.size()).isZero();
    }

    @Test
    void isPublishedAtOnceAndInOrderWhereItWasDueMeanwhile() {
        left(
                Duration.ofHours(2),
                later("3", MINUTE.multipliedBy(3)),
                later("1", MINUTE),
                later("2", MINUTE.multipliedBy(2)));
        schedules.breakDown();
        var stage = node("0000000b");
        var reader = stage.reader(Principals.anyone()).to("main");
        schedules.mend();

        stage.world.pass(Duration.ofSeconds(2));

        assertThat(reader.heard()).containsExactly("1", "2", "3");
    }

    @Test
    void hasExpiredWhereItsTimeIsOver() {
        left(
                Duration.ofHours(2),
                later("1", MINUTE).withExpiry(MINUTE),
                later("2", MINUTE).withExpiry(Duration.ofHours(2)));
        schedules.breakDown();
        var stage = node("0000000b");
        var reader = stage.reader(Principals.anyone()).to("main");
        schedules.mend();

        stage.world.pass(Duration.ofSeconds(2));

        assertThat(reader.heard()).containsExactly("2");
        assertThat(stage.listener.told("dropped"))
                .containsExactly("dropped " + reader.connection().id() + " expired");
        assertThat(reader.outbox().deliveries().get(0).publication().message().expiry())
                .isBetween(MINUTE.minusSeconds(2), MINUTE);
    }

    /** The node ends after it has published, and before it could say so. */
    @Test
    void isNotPublishedAgainWhereTheLogHasIt() {
        var log = new LastingLog();
        var first = node("0000000a", world -> log);
        first.world.setClock(Publications.TIME.minus(MINUTE.multipliedBy(2)));
        first.publish(Principals.anyone(), "main", later("1", MINUTE));
        first.publish(Principals.anyone(), "main", later("2", MINUTE.plusSeconds(1)));
        schedules.breakDown();
        first.world.pass(MINUTE);
        first.broker.dispose();
        var next = node("0000000b", world -> log);
        var reader = next.reader(Principals.anyone()).to("main");
        schedules.mend();
        assertThat(schedules.size()).isEqualTo(2);

        next.world.pass(Duration.ofSeconds(2));

        assertThat(reader.heard()).containsExactly("2");
        assertThat(schedules.size()).isZero();
    }

    /** The clock was set back between the two. */
    @Test
    void isNotPublishedAgainThoughItSeemsToBeDueSoon() {
        var log = new LastingLog();
        var first = node("0000000a", world -> log);
        first.world.setClock(Publications.TIME.minusSeconds(30));
        first.publish(Principals.anyone(), "main", later("1", MINUTE));
        schedules.breakDown();
        first.world.pass(MINUTE);
        first.broker.dispose();
        var next = node("0000000b", world -> log);
        var reader = next.reader(Principals.anyone()).to("main");
        schedules.mend();

        next.world.pass(MINUTE);

        assertThat(reader.heard()).isEmpty();
        assertThat(schedules.size()).isZero();
    }

    /** What was due after the start did not wait for the log, as what was due before it did. */
    @Test
    void isNotOvertakenByWhatIsDueLater() {
        var log = new LastingLog();
        left(MINUTE.multipliedBy(2), later("1", MINUTE), later("2", MINUTE.plusSeconds(1)));
        schedules.breakDown();
        var next = node("0000000b", world -> log);
        var reader = next.reader(Principals.anyone()).to("main");
        log.hold();
        schedules.mend();
        next.world.pass(Duration.ofSeconds(2));
        next.publish(Principals.anyone(), "main", later("3", Duration.ofSeconds(1)));

        next.world.pass(Duration.ofSeconds(1));
        assertThat(reader.heard()).isEmpty();
        log.answer();

        assertThat(reader.heard()).containsExactly("1", "2", "3");
        assertThat(log.recalls()).isEqualTo(1);
    }

    /** Whatever names publishers choose. */
    @Test
    void aPublishersKeyIsNotTakenForIt() {
        var log = new LastingLog();
        var first = node("0000000a", world -> log);
        first.world.setClock(Publications.TIME.minus(MINUTE.multipliedBy(2)));
        first.publish(Principals.anyone(), "main", later("1", MINUTE));
        var name = Objects.requireNonNull(schedules.all().blockFirst()).key();
        first.publish(Principals.anyone(), "main", message("other").withIdempotencyKey(IdempotencyKey.of(name)));
        first.broker.dispose();
        schedules.breakDown();
        var next = node("0000000b", world -> log);
        var reader = next.reader(Principals.anyone()).to("main");
        schedules.mend();

        next.world.pass(Duration.ofSeconds(2));

        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void isReadWhenTheStoreAnswersAgain() {
        left(MINUTE, later("1", MINUTE));
        schedules.breakDown();
        var stage = node("0000000b");
        var reader = stage.reader(Principals.anyone()).to("main");
        stage.world.pass(MINUTE);
        assertThat(reader.heard()).isEmpty();

        schedules.mend();
        stage.world.pass(MINUTE);

        assertThat(reader.heard()).containsExactly("1");
    }
}
