package io.trunkline.broker.cursor;

import static io.trunkline.broker.cursor.CursorStage.ack;
import static io.trunkline.broker.cursor.CursorStage.retry;
import static io.trunkline.broker.cursor.CursorStage.take;
import static io.trunkline.broker.cursor.CursorStage.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What outlives the process, and what becomes of a cursor whose log does not. */
class CursorRestartTest {
    private static final CursorSettings SETTINGS = CursorSettings.DEFAULT;

    private final CursorStage stage = new CursorStage();

    @Test
    void goesOnWhereItWasWithWhatWasNotAcknowledged() {
        var cursor = stage.open("a/+", SETTINGS, Since.LATEST);
        var member = cursor.join(10, null);
        IntStream.range(0, 6).forEach(i -> stage.publish("a/b", "m" + i));
        var leases = take(member, 4);
        ack(cursor, List.of(leases.get(0), leases.get(2)));

        stage.crash();
        stage.publish("a/b", "between");
        stage.publish("a/c", "of a new topic");
        var again = stage.open("a/+", SETTINGS, Since.LATEST).join(10, null);

        assertThat(texts(take(again, 10)))
                .containsExactlyInAnyOrder("m1", "m3", "m4", "m5", "between", "of a new topic");
    }

    /** What kills the process each time it is delivered would kill it for ever. */
    @Test
    void deliveriesThatFailedStillCount() {
        var settings = SETTINGS.withDeadLetter(3, Topic.of("dead"));
        var cursor = stage.open("a/b", settings, Since.EARLIEST);
        stage.publish("a/b", "m");
        var lease = take(cursor.join(10, null), 1).get(0);
        retry(cursor, lease, Duration.ofHours(1));

        stage.crash();
        var next = stage.open("a/b", settings, Since.EARLIEST);
        var member = next.join(10, null);
        var second = take(member, 1);
        assertThat(second).extracting(Lease::attempt).containsExactly(2);
        assertThat(ack(next, List.of(lease))).as("of a run that is over").isZero();
        member.leave();

        stage.crash();
        var last = stage.open("a/b", settings, Since.EARLIEST);
        assertThat(take(last.join(10, null), 1)).extracting(Lease::attempt).containsExactly(3);
        stage.world.pass(settings.visibility());
        assertThat(stage.buried).hasSize(1);
    }

    @Test
    void whatWasToBeBuriedIsBuriedAfterwards() {
        var settings = SETTINGS.withDeadLetter(1, Topic.of("dead"));
        var cursor = stage.open("a/b", settings, Since.EARLIEST);
        stage.publish("a/b", "m");
        stage.noBurial = new IllegalStateException("not now");
        retry(cursor, take(cursor.join(10, null), 1).get(0), Duration.ZERO);

        stage.crash();
        stage.noBurial = null;
        var next = stage.open("a/b", settings, Since.EARLIEST);

        assertThat(take(next.join(10, null), 1)).isEmpty();
        assertThat(stage.buried).hasSize(1);
        assertThat(next.held()).isZero();
    }

    @Test
    void takesAGapAsItIsAndGoesOn() {
        stage.retention = Retention.ofSize(3);
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        IntStream.range(0, 3).forEach(i -> stage.publish("a/b", "m" + i));
        var member = cursor.join(2, null);
        var held = take(member, 2);
        stage.crash();
        IntStream.range(3, 9).forEach(i -> stage.publish("a/b", "m" + i));

        var next = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var again = take(next.join(10, null), 10);

        assertThat(texts(held)).containsExactly("m0", "m1");
        assertThat(texts(again)).containsExactly("m6", "m7", "m8");
        ack(next, again);
        stage.crash();
        assertThat(take(stage.open("a/b", SETTINGS, Since.EARLIEST).join(10, null), 10))
                .isEmpty();
    }

    /** Its log was forgotten and begun again, while members still had some of the old one. */
    @Test
    void followsALogThatBeganAnew() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        stage.publish("a/b", "old0");
        stage.publish("a/b", "old1");
        var member = cursor.join(10, null);
        var old = take(member, 1);
        stage.beginLogAnew();

        IntStream.range(0, 3).forEach(i -> stage.publish("a/b", "new" + i));
        var fresh = take(member, 10);

        assertThat(texts(fresh)).containsExactlyInAnyOrder("old1", "new0", "new1", "new2");
        assertThat(ack(cursor, old)).isEqualTo(1);
        assertThat(ack(cursor, fresh)).isEqualTo(4);
        stage.publish("a/b", "new3");
        assertThat(texts(take(member, 10))).containsExactly("new3");
    }

    @Test
    void anAcknowledgementThatCouldNotBeSavedSaysSoAndIsSavedWithTheNext() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        stage.publish("a/b", "m0");
        stage.publish("a/b", "m1");
        var leases = take(cursor.join(10, null), 2);
        stage.store.away = true;
        StepVerifier.create(cursor.ack(List.of(leases.get(0).id()))).verifyError(Refused.class);
        stage.store.away = false;
        ack(cursor, leases.subList(1, 2));

        stage.crash();

        assertThat(take(stage.open("a/b", SETTINGS, Since.EARLIEST).join(10, null), 10))
                .isEmpty();
    }

    @Test
    void whatCouldNotBeSavedIsSavedLaterByItself() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        stage.publish("a/b", "m");
        var leases = take(cursor.join(10, null), 2);
        stage.store.away = true;
        StepVerifier.create(cursor.ack(List.of(leases.get(0).id()))).verifyError(Refused.class);
        stage.world.pass(Duration.ofSeconds(10));
        stage.store.away = false;

        stage.world.pass(Duration.ofSeconds(10));
        stage.crash();

        assertThat(take(stage.open("a/b", SETTINGS, Since.EARLIEST).join(10, null), 10))
                .isEmpty();
    }

    @Test
    void cannotBeOpenedWithoutItsStoreAndCanAfterwards() {
        stage.store.away = true;
        StepVerifier.create(stage.opening("a/b")).verifyError(Refused.class);
        stage.store.away = false;

        StepVerifier.create(stage.opening("a/b")).expectNextCount(1).verifyComplete();
    }

    @Test
    void aGroupWithoutMembersIsForgottenAfterAWhile() {
        var settings = SETTINGS.withLinger(Duration.ofHours(5));
        var cursor = stage.open("a/b", settings, Since.LATEST);
        var member = cursor.join(10, null);
        stage.world.pass(Duration.ofHours(6));
        stage.cursors.sweep().block();
        stage.publish("a/b", "m0");
        assertThat(texts(take(member, 1))).containsExactly("m0");
        member.leave();

        stage.world.pass(Duration.ofHours(5));
        stage.cursors.sweep().block();
        var same = stage.open("a/b", settings, Since.LATEST);
        assertThat(same).isSameAs(cursor);
        stage.world.pass(Duration.ofHours(6));
        stage.cursors.sweep().block();

        var next = stage.open("a/b", settings, Since.LATEST);
        assertThat(next).isNotSameAs(cursor);
        assertThat(take(next.join(10, null), 1)).isEmpty();
    }

    @Test
    void whoIsForgottenTakesNothingMore() {
        var cursor = stage.open("a/b", SETTINGS, Since.LATEST);
        var member = cursor.join(10, null);
        stage.publish("a/b", "m");
        stage.cursors.forget(Principals.APPLICATION).block();

        assertThat(take(member, 1)).isEmpty();
        stage.publish("a/b", "m");
        assertThat(take(member, 1)).isEmpty();
        var next = stage.open("a/b", SETTINGS, Since.LATEST);
        assertThat(take(next.join(1, null), 1)).isEmpty();
    }

    @Test
    void aSweepThatFailsForOneCursorGoesOnWithTheOthers() {
        stage.open("one", "a/b", SETTINGS, Since.LATEST);
        stage.open("two", "a/b", SETTINGS, Since.LATEST);
        stage.store.saves = 0;

        stage.store.away = true;
        stage.cursors.sweep().onErrorComplete().block();

        assertThat(stage.store.saves).isEqualTo(2);
    }
}
