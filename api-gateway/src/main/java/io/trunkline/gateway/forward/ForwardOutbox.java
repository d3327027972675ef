package io.trunkline.gateway.forward;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.QueuedOutbox;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** A forwarder's waiting deliveries: those that this node admitted, since every node forwards its own. What finds no room is dropped, the newest first. */
final class ForwardOutbox implements Outbox {
    /** About what a publication costs beside its payload. */
    private static final long OVERHEAD = 512;

    private final QueuedOutbox queue;
    private final Place place;
    private final Events events;
    private final AtomicLong held = new AtomicLong();

    /** Where an outbox is. */
    record Place(String node, Room room) {}

    /** Is told what happens to the outbox. */
    record Events(Runnable dropped, Consumer<Reason> closed) {}

    ForwardOutbox(long maxBytes, Place place, Events events) {
        this.queue = new QueuedOutbox(maxBytes);
        this.place = place;
        this.events = events;
    }

    @Override
    public Offer offer(Delivery delivery) {
        if (!delivery.publication().origin().equals(place.node())) {
            return Offer.TAKEN;
        }
        var offer = put(delivery, sizeOf(delivery));
        if (offer == Offer.DROPPED) {
            events.dropped().run();
        }
        return offer;
    }

    /** Without a lock: what goes out is counted within the queue's own. */
    private Offer put(Delivery delivery, long size) {
        if (!place.room().take(size, held.get())) {
            return Offer.DROPPED;
        }
        var offer = queue.offer(delivery);
        if (offer == Offer.DROPPED) {
            place.room().give(size);
        } else {
            held.addAndGet(size);
        }
        return offer;
    }

    private void give(long size) {
        held.addAndGet(-size);
        place.room().give(size);
    }

    /** For one that is closed, and out of which nothing more goes: what still waits needs no room. */
    void release() {
        place.room().give(held.getAndSet(0));
    }

    private static long sizeOf(Delivery delivery) {
        return OVERHEAD + delivery.publication().payload().size();
    }

    @Override
    public void close(Reason reason) {
        queue.close(reason);
        events.closed().accept(reason);
    }

    @Override
    public long waitingBytes() {
        return queue.waitingBytes();
    }

    Flux<Delivery> drain() {
        return queue.drain().doOnNext(delivery -> give(sizeOf(delivery)));
    }
}
