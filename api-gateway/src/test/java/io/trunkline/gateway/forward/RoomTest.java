package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoomTest {
    /** Of the body that is made of such a message. */
    private static final long WEIGHT = Parcel.weight(Sent.text("m1"));

    private final Room room = new Room(3 * WEIGHT + 1, 0);
    private final AtomicInteger dropped = new AtomicInteger();

    private ForwardOutbox outbox() {
        return outbox(room);
    }

    private ForwardOutbox outbox(Room room) {
        var events = new ForwardOutbox.Events(dropped::incrementAndGet, reason -> {});
        return new ForwardOutbox(1 << 20, new ForwardOutbox.Place(Sent.NODE, room), events);
    }

    private static Delivery delivery(String id) {
        return new Delivery(Sent.text(id), null, List.of(), false);
    }

    @Test
    void isSharedByAllForwarders() {
        var one = outbox();
        var other = outbox();

        assertThat(one.offer(delivery("m1"))).isEqualTo(Offer.TAKEN);
        assertThat(other.offer(delivery("m2"))).isEqualTo(Offer.TAKEN);
        assertThat(one.offer(delivery("m3"))).isEqualTo(Offer.TAKEN);
        assertThat(other.offer(delivery("m4"))).isEqualTo(Offer.DROPPED);
        assertThat(dropped).hasValue(1);
    }

    @Test
    void leavesALittleToEachHoweverFullItIs() {
        var shared = new Room(3 * WEIGHT, WEIGHT + 1);
        var greedy = outbox(shared);
        while (greedy.offer(delivery("m")) == Offer.TAKEN) {}

        var other = outbox(shared);

        assertThat(other.offer(delivery("m1"))).isEqualTo(Offer.TAKEN);
        assertThat(other.offer(delivery("m2"))).isEqualTo(Offer.DROPPED);
    }

    @Test
    void isKeptByWhatIsSentUntilThatIsSettled() {
        var outbox = outbox();
        outbox.offer(delivery("m1"));
        outbox.offer(delivery("m2"));

        var sent = outbox.drain().take(1).blockLast();
        assertThat(room.taken()).isEqualTo(2 * WEIGHT);
        assertThat(outbox.waitingBytes()).isEqualTo(2 * 68);
        outbox.settled(Parcel.of(sent.publication()));

        assertThat(room.taken()).isEqualTo(WEIGHT);
        assertThat(outbox.waitingBytes()).isEqualTo(68);
    }

    @Test
    void whatIsSentCountsTowardsTheForwardersOwnBound() {
        var one = new ForwardOutbox(
                140,
                new ForwardOutbox.Place(Sent.NODE, room),
                new ForwardOutbox.Events(dropped::incrementAndGet, reason -> {}));
        one.offer(delivery("m1"));
        one.offer(delivery("m2"));
        one.drain().take(2).blockLast();

        assertThat(one.offer(delivery("m3"))).isEqualTo(Offer.DROPPED);
        one.settled(Parcel.of(Sent.text("m1")));
        assertThat(room.taken()).isEqualTo(WEIGHT);
    }

    @Test
    void weighsNoLessThanTheBodyThatIsSent() {
        var subject = "\u4e2d".repeat(1_000);
        for (var publication : List.of(
                Sent.text("m1"),
                Sent.by(
                        subject,
                        "\u0001".repeat(128),
                        Message.of(Payload.text("\u0001".repeat(1_000))).withType("\u0001".repeat(128))))) {
            assertThat(Parcel.weight(publication))
                    .isGreaterThanOrEqualTo(Parcel.of(publication).json().length);
        }
    }

    @Test
    void isNotGivenBackTwiceByWhatIsSettledAfterTheEnd() {
        var outbox = outbox();
        outbox.offer(delivery("m1"));
        outbox.drain().take(1).blockLast();

        outbox.release();
        outbox.settled(Parcel.of(Sent.text("m1")));

        assertThat(room.taken()).isZero();
    }

    @Test
    void isGivenBackByWhatIsCutOff() {
        var outbox = outbox();
        outbox.offer(delivery("m1"));
        outbox.offer(delivery("m2"));

        outbox.close(Reason.SHUTDOWN);
        outbox.release();

        assertThat(room.taken()).isZero();
        assertThat(outbox.offer(delivery("m3"))).isEqualTo(Offer.DROPPED);
        assertThat(room.taken()).isZero();
    }
}
