package io.trunkline.gateway.forward;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.QueuedOutbox;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/**
 * A forwarder's waiting deliveries: those that this node admitted, since every node forwards its own. What finds no room is dropped, the newest first. A
 * delivery has its room until it is settled: while it is sent, too.
 */
final class ForwardOutbox implements Outbox {
    private final QueuedOutbox queue;
    private final Place place;
    private final Events events;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final long maxBytes;

    /** Where an outbox is. */
    record Place(String node, Room room) {}

    /** Is told what happens to the outbox. */
    record Events(Runnable dropped, Consumer<Reason> closed) {}

    ForwardOutbox(long maxBytes, Place place, Events events) {
        this.queue = new QueuedOutbox(maxBytes);
        this.maxBytes = maxBytes;
        this.place = place;
        this.events = events;
    }

    @Override
    public Offer offer(Delivery delivery) {
        if (!delivery.publication().origin().equals(place.node())) {
            return Offer.TAKEN;
        }
        var offer = put(delivery);
        if (offer == Offer.DROPPED) {
            events.dropped().run();
        }
        return offer;
    }

    private Offer put(Delivery delivery) {
        var size = Parcel.size(delivery.publication());
        var weight = Parcel.weight(delivery.publication());
        if (waiting.addAndGet(size) > maxBytes || !take(weight)) {
            waiting.addAndGet(-size);
            return Offer.DROPPED;
        }
        var offer = queue.offer(delivery);
        if (offer == Offer.DROPPED) {
            give(size, weight);
        }
        return offer;
    }

    private boolean take(long weight) {
        if (!place.room().take(weight, held.get())) {
            return false;
        }
        held.addAndGet(weight);
        return true;
    }

    /** A parcel was taken by its receiver, or given up. */
    void settled(Parcel parcel) {
        give(parcel.size(), parcel.weight());
    }

    /** Never more than is held: what was released altogether is not given back once more. */
    private void give(long size, long weight) {
        waiting.addAndGet(-size);
        var before = held.getAndUpdate(all -> Math.max(0, all - weight));
        place.room().give(Math.min(before, weight));
    }

    /** For one that is closed, and out of which nothing more goes: what still waits needs no room. */
    void release() {
        place.room().give(held.getAndSet(0));
    }

    @Override
    public void close(Reason reason) {
        queue.close(reason);
        events.closed().accept(reason);
    }

    @Override
    public long waitingBytes() {
        return waiting.get();
    }

    Flux<Delivery> drain() {
        return queue.drain();
    }
}
