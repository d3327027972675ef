package io.trunkline.gateway.identity;

import io.trunkline.broker.access.ApplicationId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Applications that are to be looked after, in the order in which they came. However often one asks, it waits once and is looked after once at a time, so that
 * it takes one place of those there are.
 */
final class UpkeepQueue {
    private static final Sinks.EmitFailureHandler IN_TURN =
            Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(10));

    private enum State {
        WAITING,
        SERVED,
        SERVED_AND_ASKED_AGAIN
    }

    private final Map<ApplicationId, State> states = new HashMap<>();
    private final Sinks.Many<ApplicationId> queue = Sinks.many().unicast().onBackpressureBuffer();
    private final Function<ApplicationId, Mono<Void>> care;

    /** @param care never fails */
    UpkeepQueue(Function<ApplicationId, Mono<Void>> care) {
        this.care = care;
    }

    void add(ApplicationId application) {
        if (asks(application)) {
            queue.emitNext(application, IN_TURN);
        }
    }

    private synchronized boolean asks(ApplicationId application) {
        var before = states.get(application);
        var idle = before == null || before == State.WAITING;
        states.put(application, idle ? State.WAITING : State.SERVED_AND_ASKED_AGAIN);
        return before == null;
    }

    /** Serves those who wait, so many at once; for one subscriber, for ever. */
    Flux<Void> served(int atOnce) {
        return queue.asFlux().flatMap(this::serve, atOnce);
    }

    private Mono<Void> serve(ApplicationId application) {
        begins(application);
        return Mono.defer(() -> care.apply(application)).doFinally(end -> ends(application));
    }

    private synchronized void begins(ApplicationId application) {
        states.put(application, State.SERVED);
    }

    private void ends(ApplicationId application) {
        if (left(application) == State.SERVED_AND_ASKED_AGAIN) {
            add(application);
        }
    }

    private synchronized State left(ApplicationId application) {
        var state = states.remove(application);
        return state == null ? State.SERVED : state;
    }
}
