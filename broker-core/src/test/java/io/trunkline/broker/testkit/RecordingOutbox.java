package io.trunkline.broker.testkit;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Subscription;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Remembers what it took, and answers as it is told to. */
public final class RecordingOutbox implements Outbox {
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final List<Reason> closed = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Offer answer = Offer.TAKEN;
    private volatile boolean ready = true;
    private volatile Mono<Void> eased = Mono.empty();

    /** From now on every offer is answered so. */
    public RecordingOutbox answering(Offer next) {
        answer = next;
        return this;
    }

    /** From now on congested, until this completes. */
    public RecordingOutbox congestedUntil(Mono<Void> end) {
        eased = end;
        return answering(Offer.CONGESTED);
    }

    public RecordingOutbox ready(boolean yes) {
        ready = yes;
        return this;
    }

    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** The payloads it took, as text. */
    public List<String> texts() {
        return deliveries.stream()
                .map(delivery -> Publications.text(delivery.publication()))
                .toList();
    }

    /** Why it was closed, or null while it is open. */
    public @Nullable Reason closedWith() {
        return closed.isEmpty() ? null : closed.get(0);
    }

    public int timesClosed() {
        return closed.size();
    }

    @Override
    public Offer offer(Delivery delivery) {
        var now = answer;
        if (now != Offer.DROPPED) {
            deliveries.add(delivery);
        }
        return now;
    }

    @Override
    public void close(Reason reason) {
        closed.add(reason);
    }

    @Override
    public void ended(Subscription subscription, Reason reason) {
        ended.add(subscription.filter().text() + " " + reason.code());
    }

    /** What was ended and why, one line each, such as {@code secure/a forbidden-subscribe}. */
    public List<String> ended() {
        return List.copyOf(ended);
    }

    @Override
    public void changed() {
        changes.incrementAndGet();
    }

    /** How often it was told that the application has changed. */
    public int changes() {
        return changes.get();
    }

    @Override
    public long waitingBytes() {
        return deliveries.stream()
                .mapToLong(delivery -> delivery.publication().payload().size())
                .sum();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public Mono<Void> eased() {
        return eased;
    }
}
