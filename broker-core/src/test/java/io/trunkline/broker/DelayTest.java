package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is published later, on virtual time. */
class DelayTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final BrokerStage stage = new BrokerStage();
    private final BrokerStage.Reader reader =
            stage.reader(Principals.anyone()).to("main").to("safe");

    private static Message later(String text, Duration delay) {
        return message(text).withDelay(delay);
    }

    private Receipt publish(String topic, Message message) {
        return stage.publish(Principals.anyone(), topic, message);
    }

    private void durable(ApplicationId application) {
        var rules = TopicRules.of(
                List.of(new TopicRules.Rule("safe", Retention.ofSize(10).asDurable())));
        stage.directory.put(new ApplicationPolicy(application, true, 2, Limits.DEFAULT).withTopics(rules));
    }

    @Test
    void isAcceptedNowAndPublishedWhenItIsDue() {
        var receipt = publish("main", later("1", MINUTE).withId("mine"));
        stage.world.pass(MINUTE.minusNanos(1));
        assertThat(reader.heard()).isEmpty();
        stage.world.pass(Duration.ofNanos(1));

        assertThat(receipt.id()).isEqualTo("mine");
        assertThat(receipt.time()).isEqualTo(Publications.TIME);
        assertThat(receipt.scheduledFor()).isEqualTo(Publications.TIME.plus(MINUTE));
        assertThat(reader.heard()).containsExactly("1");
        var heard = reader.outbox().deliveries().get(0).publication();
        assertThat(heard.id()).isEqualTo("mine");
        assertThat(heard.time()).isEqualTo(Publications.TIME.plus(MINUTE));
        assertThat(publish("main", later("2", Duration.ZERO)).scheduledFor()).isNull();
        assertThat(reader.heard()).containsExactly("1", "2");
    }

    @Test
    void comesInTheOrderInWhichItIsDueAndThenInThatOfItsAcceptance() {
        publish("main", later("4", MINUTE.multipliedBy(2)));
        publish("main", later("2", MINUTE));
        publish("main", later("1", MINUTE.minusSeconds(1)));
        publish("main", later("3", MINUTE));

        stage.world.pass(Duration.ofHours(1));

        assertThat(reader.heard()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void whoSetsTheClockMakesNothingEarlyOrLate() {
        publish("main", later("1", MINUTE));

        stage.world.setClock(Publications.TIME.plus(Duration.ofDays(400)));
        stage.world.pass(MINUTE.minusNanos(1));
        assertThat(reader.heard()).isEmpty();
        stage.world.setClock(Publications.TIME.minus(Duration.ofDays(400)));
        stage.world.pass(Duration.ofNanos(1));

        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void isJudgedAndChargedWhenItIsAccepted() {
        stage.limits(Limits.DEFAULT.withBytesPerDay(3));

        stage.refuses(Reason.FORBIDDEN_PUBLISH, Principals.nobody(), "main", later("1", MINUTE));
        publish("main", later("123", MINUTE));
        stage.refuses(Reason.QUOTA_EXCEEDED, Principals.anyone(), "main", later("4", MINUTE));
        stage.world.pass(MINUTE);

        assertThat(reader.heard()).containsExactly("123");
    }

    @Test
    void anIdempotencyKeyHoldsForItToo() {
        var keyed = later("1", MINUTE).withIdempotencyKey(IdempotencyKey.of("k"));
        var first = publish("main", keyed);

        assertThat(publish("main", keyed)).isEqualTo(first.asRepeat());
        stage.refuses(Reason.KEY_REUSED, Principals.anyone(), "main", keyed.withDelay(Duration.ofSeconds(1)));
        stage.world.pass(MINUTE);

        assertThat(publish("main", keyed)).isEqualTo(first.asRepeat());
        stage.world.pass(MINUTE);
        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void aDelayIsAtMostAWeek() {
        publish("main", later("1", Duration.ofDays(7)));

        stage.refuses(
                Reason.MALFORMED,
                Principals.anyone(),
                "main",
                later("2", Duration.ofDays(7).plusNanos(1)));
        stage.refuses(Reason.MALFORMED, Principals.anyone(), "main", later("2", Duration.ofNanos(-1)));
        stage.world.pass(Duration.ofDays(7));

        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void soManyMayWaitAndThenThereIsRoomAgain() {
        for (var i = 0; i < 10_000; i++) {
            publish("quiet", later("x", MINUTE));
        }
        stage.refuses(Reason.LIMIT_REACHED, Principals.anyone(), "main", later("1", MINUTE));
        publish("main", message("now"));
        stage.publish(Principals.anyone(Principals.OTHER_APPLICATION, "x"), "main", later("1", MINUTE));

        stage.world.pass(MINUTE);
        publish("main", later("2", MINUTE));
        stage.world.pass(MINUTE);

        assertThat(reader.heard()).containsExactly("now", "2");
    }

    @Test
    void soManyBytesMayWait() {
        stage.limits(new Limits(10 << 20, 0, 0, 100));
        var large = "x".repeat(9 << 20);
        publish("quiet", later(large, MINUTE));

        stage.refuses(Reason.LIMIT_REACHED, Principals.anyone(), "quiet", later(large, MINUTE));
        stage.world.pass(MINUTE);

        assertThat(publish("quiet", later(large, MINUTE)).scheduledFor()).isNotNull();
    }

    @Test
    void endsWithItsApplication() {
        durable(Principals.APPLICATION);
        publish("main", later("1", MINUTE));
        publish("safe", later("2", MINUTE));

        stage.directory.remove(Principals.APPLICATION);
        stage.directory.put(Principals.APPLICATION, true, Limits.DEFAULT);
        var next = stage.reader(Principals.anyone()).to("main").to("safe");
        stage.world.pass(Duration.ofDays(1));

        assertThat(next.heard()).isEmpty();
        assertThat(stage.schedules.size()).isZero();
        assertThat(stage.listener.told("refused"))
                .hasSize(2)
                .allMatch(told -> told.endsWith(Reason.UNKNOWN_APPLICATION.code()));
    }

    @Test
    void whatIsDueWhileTheApplicationIsDisabledIsRefused() {
        publish("main", later("1", MINUTE));
        stage.directory.put(Principals.APPLICATION, false, Limits.DEFAULT);
        stage.world.pass(MINUTE);
        stage.directory.put(Principals.APPLICATION, true, Limits.DEFAULT);
        var next = stage.reader(Principals.anyone()).to("main");
        stage.world.pass(MINUTE);

        assertThat(next.heard()).isEmpty();
        assertThat(stage.listener.told("refused"))
                .containsExactly("refused " + Principals.APPLICATION + " application-disabled");
    }

    @Test
    void itsExpiryCountsFromWhenItIsPublished() {
        publish("main", later("1", MINUTE).withExpiry(Duration.ofSeconds(5)));
        stage.world.pass(MINUTE);

        var heard = reader.outbox().deliveries().get(0).publication();
        assertThat(Objects.requireNonNull(heard.expires()))
                .isEqualTo(Publications.TIME.plus(MINUTE).plusSeconds(5));
    }

    @Test
    void whatHasExpiredIsNotDeliveredAndCounted() {
        publish("main", message("1").withExpiry(Duration.ZERO));

        assertThat(reader.heard()).isEmpty();
        assertThat(stage.listener.told("dropped"))
                .containsExactly("dropped " + reader.connection().id() + " expired");
    }

    @Test
    void ofADurableTopicItIsAcceptedWhenItIsSafe() {
        durable(Principals.APPLICATION);
        stage.schedules.breakDown();
        stage.refuses(Reason.UNAVAILABLE, Principals.anyone(), "safe", later("1", MINUTE));
        publish("main", later("unsafe", MINUTE));
        stage.schedules.mend();

        assertThat(publish("safe", later("2", MINUTE)).scheduledFor()).isNotNull();
        assertThat(stage.schedules.size()).isOne();
        stage.world.pass(MINUTE);

        assertThat(reader.heard()).containsExactly("unsafe", "2");
        assertThat(stage.schedules.size()).isZero();
    }

    /** Else it would come again after a restart, once the history has forgotten it. */
    @Test
    void itIsDroppedThoughTheStoreDidNotAnswerWhenItWasPublished() {
        durable(Principals.APPLICATION);
        publish("safe", later("1", MINUTE));
        stage.schedules.breakDown();
        stage.world.pass(MINUTE.multipliedBy(2));
        assertThat(reader.heard()).containsExactly("1");
        stage.schedules.mend();

        stage.world.pass(MINUTE);

        assertThat(stage.schedules.size()).isZero();
        assertThat(reader.heard()).containsExactly("1");
    }
}
