package io.trunkline.broker.cursor;

import static io.trunkline.broker.cursor.CursorStage.ack;
import static io.trunkline.broker.cursor.CursorStage.retry;
import static io.trunkline.broker.cursor.CursorStage.take;
import static io.trunkline.broker.cursor.CursorStage.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class CursorTest {
    private static final CursorSettings SETTINGS = CursorSettings.DEFAULT.withVisibility(CursorStage.VISIBLE);

    private final CursorStage stage = new CursorStage();

    @Test
    void eachPublicationIsWithOneMemberUntilItIsAcknowledged() {
        var cursor = stage.open("a/+", SETTINGS, Since.EARLIEST);
        var one = cursor.join(10, null);
        var other = cursor.join(10, null);
        IntStream.range(0, 5).forEach(i -> stage.publish("a/b", "m" + i));

        var first = take(one, 2);
        var second = take(other, 10);

        assertThat(texts(first)).containsExactly("m0", "m1");
        assertThat(texts(second)).containsExactly("m2", "m3", "m4");
        assertThat(first).extracting(Lease::attempt).containsOnly(1);
        assertThat(ack(cursor, first)).isEqualTo(2);
        assertThat(ack(cursor, first)).isZero();
        assertThat(take(one, 10)).isEmpty();
        assertThat(cursor.held()).isEqualTo(3);
    }

    @Test
    void aMemberHasNoMoreThanItsWindow() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var member = cursor.join(3, null);
        IntStream.range(0, 5).forEach(i -> stage.publish("a/b", "m" + i));

        var leases = take(member, 10);

        assertThat(leases).hasSize(3);
        assertThat(take(member, 10)).isEmpty();
        ack(cursor, leases.subList(1, 2));
        assertThat(texts(take(member, 10))).containsExactly("m3");
    }

    @Test
    void whatIsNotAcknowledgedInTimeComesAgain() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var one = cursor.join(10, null);
        var other = cursor.join(10, null);
        stage.publish("a/b", "m");
        var first = take(one, 1);

        stage.world.pass(CursorStage.VISIBLE.minusNanos(1));
        assertThat(take(other, 1)).isEmpty();
        stage.world.pass(Duration.ofNanos(1));
        var again = take(other, 1);

        assertThat(texts(again)).containsExactly("m");
        assertThat(again).extracting(Lease::attempt).containsExactly(2);
        assertThat(retry(cursor, first.get(0), Duration.ZERO)).isFalse();
        assertThat(ack(cursor, first)).as("late, and before anybody else").isEqualTo(1);
        assertThat(ack(cursor, again)).isZero();
        stage.world.pass(CursorStage.VISIBLE);
        assertThat(take(one, 1)).isEmpty();
    }

    @Test
    void aLateAcknowledgementTakesBackWhatWaitsToBeDeliveredAgain() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var member = cursor.join(10, null);
        stage.publish("a/b", "m0");
        stage.publish("a/b", "m1");
        var leases = take(member, 2);
        retry(cursor, leases.get(0), Duration.ZERO);
        retry(cursor, leases.get(1), Duration.ofMinutes(1));

        assertThat(ack(cursor, leases)).isEqualTo(2);

        stage.world.pass(Duration.ofMinutes(2));
        assertThat(take(member, 10)).isEmpty();
        assertThat(cursor.held()).isZero();
    }

    @Test
    void aTakeMaySayHowLongItNeeds() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var member = cursor.join(10, null);
        stage.publish("a/b", "m0");
        stage.publish("a/b", "m1");
        member.take(1, Duration.ofSeconds(1)).block();
        member.take(1, Duration.ZERO).block();

        stage.world.pass(Duration.ofSeconds(1));
        assertThat(texts(take(member, 10))).containsExactly("m0");
        stage.world.pass(Duration.ofDays(1));
        assertThat(texts(take(member, 10))).containsExactly("m0");
    }

    @Test
    void givenBackItComesAgainAfterItsDelay() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var member = cursor.join(10, null);
        stage.publish("a/b", "m0");
        var lease = take(member, 1).get(0);

        assertThat(retry(cursor, lease, Duration.ofSeconds(5))).isTrue();
        assertThat(retry(cursor, lease, Duration.ofSeconds(5))).isFalse();
        stage.world.pass(Duration.ofSeconds(4));
        assertThat(take(member, 1)).isEmpty();
        stage.world.pass(Duration.ofSeconds(1));

        assertThat(take(member, 1)).extracting(Lease::attempt).containsExactly(2);
    }

    @Test
    void whoLeavesGivesAllBackAtOnceInOrder() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var one = cursor.join(10, null);
        var other = cursor.join(10, null);
        IntStream.range(0, 4).forEach(i -> stage.publish("a/b", "m" + i));
        ack(cursor, take(one, 3).subList(0, 1));

        one.leave();
        one.leave();

        assertThat(texts(take(other, 10))).containsExactly("m1", "m2", "m3");
        assertThat(take(one, 10)).isEmpty();
    }

    @Test
    void afterItsLastDeliveryItIsADeadLetter() {
        var settings = SETTINGS.withDeadLetter(2, Topic.of("dead"));
        var cursor = stage.open("a/b", settings, Since.EARLIEST);
        var member = cursor.join(10, null);
        var lost = stage.publish("a/b", CursorStage.keyed("m", "k"));

        retry(cursor, take(member, 1).get(0), Duration.ZERO);
        assertThat(take(member, 1)).hasSize(1);
        stage.world.pass(CursorStage.VISIBLE);

        assertThat(stage.buried).hasSize(1);
        assertThat(stage.buried.get(0).id()).isEqualTo(lost.id());
        assertThat(stage.obituary())
                .containsEntry("key", "k")
                .containsEntry("dead-letter-reason", "max-deliveries")
                .containsEntry("dead-letter-attempts", "2")
                .containsEntry("dead-letter-group", "group")
                .containsEntry("dead-letter-topic", "a/b")
                .containsEntry("dead-letter-position", "epoch:1");
        assertThat(take(member, 1)).isEmpty();
        assertThat(cursor.held()).isZero();
        assertThat(stage.listener.told("dropped")).isEmpty();
    }

    @Test
    void withoutATopicForDeadLettersItIsDroppedAndCounted() {
        var cursor = stage.open("a/b", SETTINGS.withDeadLetter(1, null), Since.EARLIEST);
        var member = cursor.join(10, null);
        stage.publish("a/b", "m");

        retry(cursor, take(member, 1).get(0), Duration.ofHours(1));

        assertThat(stage.listener.told("dropped")).containsExactly("dropped group undelivered");
        assertThat(cursor.held()).isZero();
    }

    @Test
    void aDeadLetterThatIsRefusedIsTriedAgain() {
        var cursor = stage.open("a/b", SETTINGS.withDeadLetter(1, Topic.of("dead")), Since.EARLIEST);
        var member = cursor.join(10, null);
        stage.publish("a/b", "m");
        stage.noBurial = new Refused(Reason.UNAVAILABLE);
        var lease = take(member, 1);
        retry(cursor, lease.get(0), Duration.ZERO);
        assertThat(cursor.held()).isEqualTo(1);
        assertThat(ack(cursor, lease)).as("it is being buried").isZero();

        stage.noBurial = null;
        stage.world.pass(Duration.ofSeconds(10));

        assertThat(stage.buried).hasSize(1);
        assertThat(cursor.held()).isZero();
    }

    @Test
    void whatHasExpiredIsDroppedAndCounted() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var member = cursor.join(10, null);
        stage.publish("a/b", Publications.message("brief").withExpiry(Duration.ofSeconds(1)));
        stage.publish("a/b", "m");
        stage.world.pass(Duration.ofSeconds(2));

        assertThat(texts(take(member, 10))).containsExactly("m");
        assertThat(stage.listener.told("dropped")).containsExactly("dropped group expired");
    }

    @Test
    void ofAKeyOneIsWithAMemberAtATime() {
        var cursor = stage.open("a/+", SETTINGS.withOrder(Order.ofProperty("key")), Since.EARLIEST);
        var one = cursor.join(10, null);
        var other = cursor.join(10, null);
        stage.publish("a/b", CursorStage.keyed("x0", "x"));
        stage.publish("a/c", CursorStage.keyed("x1", "x"));
        stage.publish("a/b", CursorStage.keyed("y0", "y"));
        stage.publish("a/b", "free0");
        stage.publish("a/b", "free1");

        var first = take(one, 10);
        assertThat(texts(first)).containsExactly("x0", "y0", "free0", "free1");
        assertThat(take(other, 10)).isEmpty();
        retry(cursor, first.get(0), Duration.ofSeconds(5));
        assertThat(take(other, 10)).as("not overtaken by x1").isEmpty();
        stage.world.pass(Duration.ofSeconds(5));
        var again = take(other, 10);
        assertThat(texts(again)).containsExactly("x0");
        ack(cursor, again);

        assertThat(texts(take(one, 10))).containsExactly("x1");
    }

    @Test
    void eachTopicMayBeInOrder() {
        var cursor = stage.open("a/+", SETTINGS.withOrder(Order.TOPIC), Since.EARLIEST);
        var member = cursor.join(10, null);
        IntStream.range(0, 4).forEach(i -> stage.publish("a/" + i % 2, "m" + i));

        var first = take(member, 10);
        assertThat(texts(first)).containsExactly("m0", "m1");
        ack(cursor, first);

        assertThat(texts(take(member, 10))).containsExactly("m2", "m3");
    }

    @Test
    void refusesWhatItCannotKeep() {
        refused(Reason.UNSUPPORTED, "a/+", SETTINGS, new Since.After(new Position("epoch", 1)));
        refused(Reason.UNSUPPORTED, "a/+", SETTINGS.withDeadLetter(3, Topic.of("a/dead")), Since.EARLIEST);
        stage.open("a/b", SETTINGS, Since.EARLIEST);
        refused(Reason.UNSUPPORTED, "a/c", SETTINGS, Since.EARLIEST);
        stage.crash();
        refused(Reason.UNSUPPORTED, "a/c", SETTINGS, Since.EARLIEST);
        stage.open("a/b", SETTINGS, Since.EARLIEST);
        assertThatThrownBy(() -> new CursorId(Principals.APPLICATION, "n".repeat(257)))
                .isInstanceOf(Refused.class);
    }

    private void refused(Reason reason, String filter, CursorSettings settings, Since start) {
        assertThatThrownBy(() -> stage.open(filter, settings, start))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    }

    @Test
    void groupsAndMembersAreBounded() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        IntStream.range(0, Members.MOST).forEach(i -> cursor.join(1, null));
        assertThatThrownBy(() -> cursor.join(1, null)).isInstanceOf(Refused.class);
        IntStream.range(1, CursorStage.MOST).forEach(i -> stage.open("g" + i, "a/b", SETTINGS, Since.EARLIEST));

        assertThatThrownBy(() -> stage.open("one more", "a/b", SETTINGS, Since.EARLIEST))
                .isInstanceOf(Refused.class);

        stage.cursors.delete(cursor.id()).block();
        stage.open("one more", "a/b", SETTINGS, Since.EARLIEST);
    }

    /** A consumer that gives everything back must not make the broker hold all of a long log. */
    @Test
    void holdsNoMoreThanSoMuch() {
        stage.retention = Retention.ofSize(1_000_000);
        var cursor = stage.open("a/+", SETTINGS, Since.EARLIEST);
        var member = cursor.join(1_000_000, null);
        IntStream.range(0, Desk.MOST_HELD + 500).forEach(i -> stage.publish("a/" + i % 2, "m" + i));

        for (var leases = take(member, 100); !leases.isEmpty(); leases = take(member, 100)) {
            leases.forEach(lease -> retry(cursor, lease, Duration.ofHours(12)));
        }

        assertThat(cursor.held()).isBetween(1, Desk.MOST_HELD);
        stage.world.pass(Duration.ofHours(12));
        var seen = 0;
        for (var leases = take(member, 100); !leases.isEmpty(); leases = take(member, 100)) {
            seen += ack(cursor, leases);
        }
        assertThat(seen).isEqualTo(Desk.MOST_HELD + 500);
    }

    @Test
    void readsOneTopicNoFurtherThanSoFarAheadOfWhatIsSettled() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var member = cursor.join(1_000_000, null);
        stage.publish("a/b", "stuck");
        var stuck = Objects.requireNonNull(member.take(1, Duration.ZERO).block());
        IntStream.range(0, Track.MOST_AHEAD + 10).forEach(i -> stage.publish("a/b", "m" + i));

        var seen = 0;
        for (var leases = take(member, 100); !leases.isEmpty(); leases = take(member, 100)) {
            seen += ack(cursor, leases);
        }
        assertThat(seen).isEqualTo(Track.MOST_AHEAD - 1);
        ack(cursor, stuck);

        assertThat(take(member, 100)).hasSize(11);
    }

    @Test
    void failsWhileTheLogCannotBeReadAndGoesOnAfterwards() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        stage.publish("a/b", "m");
        var member = cursor.join(10, null);
        stage.noLog = new Refused(Reason.UNAVAILABLE);
        StepVerifier.create(member.take(1)).verifyError(Refused.class);
        stage.noLog = null;

        assertThat(texts(take(member, 1))).containsExactly("m");
    }

    @Test
    void neitherIdsOfOtherCursorsNorNonsenseSettleAnything() {
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var other = stage.open("other", "a/b", SETTINGS, Since.EARLIEST);
        stage.publish("a/b", "m");
        var lease = take(cursor.join(1, null), 1).get(0);
        take(other.join(1, null), 1);

        for (var id :
                List.of("", "x", lease.id() + "0", "0" + lease.id(), lease.id().replaceFirst("-", "--"))) {
            assertThat(cursor.ack(List.of(id)).block()).as(id).isZero();
            assertThat(cursor.retry(id, Duration.ZERO).block()).as(id).isFalse();
        }
        assertThat(other.ack(List.of(lease.id())).block()).isZero();
        assertThat(cursor.ack(List.of(lease.id())).block()).isEqualTo(1);
    }

    private static Position at(Publication publication) {
        return Objects.requireNonNull(publication.position());
    }

    @Test
    void beginsWhereItIsTold() {
        stage.publish("a/b", "old0");
        var from = at(stage.publish("a/b", "old1"));
        stage.publish("a/b", "old2");
        var late = stage.open("late", "a/+", SETTINGS, Since.LATEST).join(10, null);
        var early = stage.open("early", "a/+", SETTINGS, Since.EARLIEST).join(10, null);
        var after = stage.open("after", "a/b", SETTINGS, new Since.After(from)).join(10, null);
        stage.publish("a/c", "new topic");
        stage.publish("a/b", "new");

        assertThat(texts(take(late, 10))).containsExactlyInAnyOrder("new topic", "new");
        assertThat(texts(take(early, 10))).containsExactlyInAnyOrder("old0", "old1", "old2", "new topic", "new");
        assertThat(texts(take(after, 10))).containsExactly("old2", "new");
    }
}
