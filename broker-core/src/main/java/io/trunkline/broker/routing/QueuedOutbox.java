package io.trunkline.broker.routing;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** An outbox for exits that are in no hurry: a queue bounded in bytes behind a Flux, read by one subscriber at its own pace. */
public final class QueuedOutbox implements Outbox {
    /** What a delivery costs beside its payload. */
    private static final long OVERHEAD = 64;

    private final Sinks.Many<Delivery> sink =
            Sinks.many().unicast().onBackpressureBuffer(new ConcurrentLinkedQueue<>());
    private final AtomicLong waiting = new AtomicLong();
    private final long maxBytes;

    /** An empty one, in which so many payload bytes may wait, each delivery counted with 64 more. */
    public QueuedOutbox(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized Offer offer(Delivery delivery) {
        var size = sizeOf(delivery);
        if (waiting.get() + size > maxBytes) {
            return Offer.DROPPED;
        }
        waiting.addAndGet(size);
        if (sink.tryEmitNext(delivery).isFailure()) {
            waiting.addAndGet(-size);
            return Offer.DROPPED;
        }
        return Offer.TAKEN;
    }

    @Override
    public synchronized void close(Reason reason) {
        sink.tryEmitError(new Refused(reason));
    }

    @Override
    public long waitingBytes() {
        return waiting.get();
    }

    /** The deliveries in order; ends with {@link Refused} and the reason when the connection ends, after what waited. */
    public Flux<Delivery> drain() {
        return sink.asFlux().doOnNext(delivery -> waiting.addAndGet(-sizeOf(delivery)));
    }

    private static long sizeOf(Delivery delivery) {
        return OVERHEAD + delivery.publication().payload().size();
    }
}
