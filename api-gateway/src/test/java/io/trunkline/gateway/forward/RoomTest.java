package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room(2_000, 0);
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
        var shared = new Room(2_000, 600);
        var greedy = outbox(shared);
        while (greedy.offer(delivery("m")) == Offer.TAKEN) {}

        var other = outbox(shared);

        assertThat(other.offer(delivery("m1"))).isEqualTo(Offer.TAKEN);
        assertThat(other.offer(delivery("m2"))).isEqualTo(Offer.DROPPED);
    }

    @Test
    void isGivenBackByWhatGoesOut() {
        var outbox = outbox();
        outbox.offer(delivery("m1"));
        outbox.offer(delivery("m2"));

        outbox.drain().take(1).blockLast();

        assertThat(room.taken()).isEqualTo(514);
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
