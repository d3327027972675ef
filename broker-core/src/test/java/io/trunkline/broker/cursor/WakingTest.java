package io.trunkline.broker.cursor;

import static io.trunkline.broker.cursor.CursorStage.ack;
import static io.trunkline.broker.cursor.CursorStage.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Members who wait to be told. */
class WakingTest {
    private static final CursorSettings SETTINGS = CursorSettings.DEFAULT;

    private final CursorStage stage = new CursorStage();
    private final List<Taker> woken = new ArrayList<>();

    /** Takes when the test says so. */
    private final class Taker {
        private final Cursor cursor;
        private final Member member;
        private final List<Lease> leases = new ArrayList<>();

        Taker(Cursor cursor, int window) {
            this.cursor = cursor;
            this.member = cursor.join(window, () -> woken.add(this));
        }

        void takes() {
            leases.addAll(take(member, 100));
        }

        void acks() {
            var had = List.copyOf(leases);
            leases.clear();
            ack(cursor, had);
        }
    }

    private @Nullable Taker next() {
        return woken.isEmpty() ? null : woken.remove(0);
    }

    /** All who are told take at once, until nobody is. */
    private void allTake() {
        for (var told = next(); told != null; told = next()) {
            told.takes();
        }
    }

    @Test
    void oneIsToldOfOnePublication() {
        var cursor = stage.open("a/b", SETTINGS, Since.LATEST);
        var one = new Taker(cursor, 10);
        var other = new Taker(cursor, 10);

        stage.publish("a/b", "m0");
        assertThat(woken).hasSize(1);
        var told = Objects.requireNonNull(next());
        told.takes();
        stage.publish("a/b", "m1");

        assertThat(woken).containsExactly(told == one ? other : one);
        assertThat(told.leases).hasSize(1);
    }

    @Test
    void whoHasMoreRoomGetsMore() {
        var cursor = stage.open("a/b", SETTINGS, Since.LATEST);
        var narrow = new Taker(cursor, 10);
        var wide = new Taker(cursor, 30);

        IntStream.range(0, 20).forEach(i -> stage.publish("a/b", "m" + i));
        allTake();

        assertThat(wide.leases).hasSizeBetween(14, 18);
        assertThat(narrow.leases).hasSize(20 - wide.leases.size());
    }

    @Test
    void equalsGetTheSame() {
        var cursor = stage.open("a/b", SETTINGS, Since.LATEST);
        var takers = List.of(new Taker(cursor, 5), new Taker(cursor, 5), new Taker(cursor, 5));

        for (var i = 0; i < 90; i++) {
            stage.publish("a/b", "m" + i);
            var told = Objects.requireNonNull(next());
            told.takes();
            if (told.leases.size() == 5) {
                told.acks();
            }
        }

        assertThat(takers).allSatisfy(taker -> assertThat(taker.member.served()).isBetween(80L, 90L));
        assertThat(woken).isEmpty();
    }

    @Test
    void aBacklogIsTakenToItsEnd() {
        IntStream.range(0, 1_000).forEach(i -> stage.publish("a/" + i % 7, "m" + i));
        var cursor = stage.open("a/+", SETTINGS, Since.EARLIEST);
        var taker = new Taker(cursor, 10);
        var taken = 0;

        for (var told = next(); told != null; told = next()) {
            told.takes();
            taken += taker.leases.size();
            taker.acks();
        }

        assertThat(taken).isEqualTo(1_000);
        assertThat(cursor.held()).isZero();
    }

    @Test
    void theNextIsToldWhenALeaseEndsOrAMemberLeaves() {
        var cursor = stage.open("a/b", SETTINGS, Since.LATEST);
        var one = new Taker(cursor, 10);
        stage.publish("a/b", "m0");
        allTake();
        var other = new Taker(cursor, 20);
        assertThat(woken).isEmpty();

        stage.world.pass(SETTINGS.visibility());
        assertThat(woken).containsExactly(other);
        allTake();
        other.member.leave();

        assertThat(woken).containsExactly(one);
    }

    @Test
    void isToldAgainWhenTheLogCouldNotBeRead() {
        stage.publish("a/b", "m0");
        var cursor = stage.open("a/b", SETTINGS, Since.EARLIEST);
        var taker = new Taker(cursor, 10);
        stage.noLog = new Refused(Reason.UNAVAILABLE);
        var told = Objects.requireNonNull(next());
        told.member.take(1).onErrorComplete().block();
        assertThat(woken).isEmpty();

        stage.noLog = null;
        stage.world.pass(Duration.ofSeconds(5));
        allTake();

        assertThat(taker.leases).hasSize(1);
    }
}
