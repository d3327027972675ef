package io.trunkline.gateway.forward;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.QueuedOutbox;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** A forwarder's waiting deliveries: those that this node admitted, since every node forwards its own. What finds no room is dropped, the newest first. */
final class ForwardOutbox implements Outbox {
    private final QueuedOutbox queue;
    private final String node;
    private final Events events;

    /** Is told what happens to the outbox. */
    record Events(Runnable dropped, Consumer<Reason> closed) {}

    ForwardOutbox(long maxBytes, String node, Events events) {
        this.queue = new QueuedOutbox(maxBytes);
        this.node = node;
        this.events = events;
    }

    @Override
    public Offer offer(Delivery delivery) {
        if (!delivery.publication().origin().equals(node)) {
            return Offer.TAKEN;
        }
        var offer = queue.offer(delivery);
        if (offer == Offer.DROPPED) {
            events.dropped().run();
        }
        return offer;
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
        return queue.drain();
    }
}
