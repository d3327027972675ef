package io.trunkline.broker.routing;

import io.trunkline.broker.refusal.Reason;
import reactor.core.publisher.Mono;

/**
 * The bounded, waiting deliveries of one connection. Implementations are safe for many threads and keep the order in which one thread offers. No method
 * blocks or throws, and none ends the connection before it returns: many others wait for their turn in the same call.
 */
public interface Outbox {
    /** Takes a delivery or not, at once. An overflow is this reader's own affair. */
    Offer offer(Delivery delivery);

    /** The connection has ended, for this reason; what waits may still be written. Called once. */
    void close(Reason reason);

    /** A subscription was ended, not by the one who made it, and for this reason; the connection goes on. From any thread. */
    default void ended(Subscription subscription, Reason reason) {}

    /** The connection's application has changed, and what it allows with it. From any thread. */
    default void changed() {}

    /** Bytes that wait to be written; may be an estimate. */
    long waitingBytes();

    /** What is to be said of the reader at its end, for who looks after connections. */
    default LineState state() {
        return LineState.UNKNOWN;
    }

    /** How far it is with the publication of this id that it took; for who asks why a message did not arrive. Asked rarely. */
    default Mono<Progress> progress(String publication) {
        return Mono.just(Progress.LEFT);
    }

    /** True when a delivery would go out at once; a shared subscription prefers such a member. */
    default boolean isReady() {
        return true;
    }

    /** How many deliveries that are to be settled it may have at once. */
    default int window() {
        return 100;
    }

    /** False when whom it leads to is away and comes back later; a shared subscription chooses such a member last. */
    default boolean isPresent() {
        return true;
    }

    /** Completes when a congested outbox has room again, or has lost the right to slow its publishers; asked for after {@link Offer#CONGESTED}. */
    default Mono<Void> eased() {
        return Mono.empty();
    }

    /**
     * Completes when the reader has kept up with what was offered and has room for more, or has lost the right to be waited for. For those who are in no
     * hurry and would rather not be the end of a reader; asked at any time.
     */
    default Mono<Void> room() {
        return Mono.empty();
    }

    /**
     * Completes when the reader wants more of what is not lost by waiting: of a log. Who does not take what it got, or is away and may come back, is waited for;
     * asked at any time.
     */
    default Mono<Void> appetite() {
        return room();
    }
}
