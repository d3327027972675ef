package io.trunkline.gateway.forward;

import io.trunkline.broker.routing.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Takes one forwarder's deliveries out, in order: what waits together goes in one call, and the next call is made when each parcel of the last one was taken,
 * or given up. All of it happens on one thread of the scheduler.
 */
final class Courier extends BaseSubscriber<Delivery> {
    /** What Amazon takes in one call. */
    private static final int MOST_BYTES = 256 * 1024;

    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private final Sinks.Empty<Void> done = Sinks.empty();
    private final Disposable.Swap journey = Disposables.swap();
    private final Target target;
    private final Rules rules;
    private final Ledger ledger;
    private final Consumer<Parcel> settled;
    private boolean busy;
    private boolean ended;

    /**
     * What the courier goes by.
     *
     * @param thread a scheduler of one thread
     */
    record Rules(int maxAttempts, Duration answerWithin, Pauses pauses, Scheduler thread) {}

    /** @param settled is told of each parcel that was taken, or given up */
    Courier(Target target, Rules rules, Ledger ledger, Consumer<Parcel> settled) {
        this.target = target;
        this.rules = rules;
        this.ledger = ledger;
        this.settled = settled;
    }

    /** How many are taken ahead: while one call is made, the next one's load gathers. */
    static int ahead(Target target) {
        return 2 * target.most();
    }

    /** Completes when the line has ended and all that waited was taken or given up, or when that was cut short. */
    Mono<Void> done() {
        return done.asMono();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(ahead(target));
    }

    @Override
    protected void hookOnNext(Delivery delivery) {
        waiting.add(Parcel.of(delivery.publication()));
        go();
    }

    @Override
    protected void hookOnComplete() {
        ended = true;
        go();
    }

    @Override
    protected void hookOnError(Throwable closed) {
        hookOnComplete();
    }

    @Override
    protected void hookOnCancel() {
        journey.dispose();
        done.tryEmitEmpty();
    }

    private void go() {
        if (busy) {
            return;
        }
        if (!waiting.isEmpty()) {
            busy = true;
            var load = load();
            journey.update(carry(load, 1).subscribe(nothing -> {}, fault -> broken(fault, load), () -> back(load)));
        } else if (ended) {
            done.tryEmitEmpty();
        }
    }

    private List<Parcel> load() {
        var load = new ArrayList<Parcel>();
        var bytes = 0;
        while (!waiting.isEmpty() && load.size() < target.most()) {
            bytes += waiting.element().json().length;
            if (!load.isEmpty() && bytes > MOST_BYTES) {
                break;
            }
            load.add(waiting.remove());
        }
        return load;
    }

    private void back(List<Parcel> load) {
        busy = false;
        load.forEach(settled);
        if (!ended) {
            request(load.size());
        }
        go();
    }

    /** Nothing is known that leads here; the parcels at hand are lost, the next ones are not. */
    private void broken(Throwable fault, List<Parcel> load) {
        ledger.fault(fault);
        back(load);
    }

    private Mono<Void> carry(List<Parcel> load, int attempt) {
        return Mono.defer(() -> target.send(load))
                .timeout(rules.answerWithin())
                .onErrorResume(error -> Mono.just(ledger.failed(error, load.size())))
                .publishOn(rules.thread())
                .flatMap(outcomes -> settle(load, outcomes, attempt));
    }

    private Mono<Void> settle(List<Parcel> load, List<Outcome> outcomes, int attempt) {
        var again = new ArrayList<Parcel>();
        var given = new ArrayList<Mono<Void>>();
        for (var i = 0; i < load.size(); i++) {
            var outcome = outcomes.get(i);
            if (outcome.verdict() == Outcome.Verdict.DELIVERED) {
                ledger.delivered();
            } else if (outcome.verdict() == Outcome.Verdict.AGAIN && attempt < rules.maxAttempts()) {
                again.add(load.get(i));
                ledger.retried(outcome.reason());
            } else {
                given.add(ledger.givenUp(load.get(i), outcome.reason(), attempt));
            }
        }
        var letters = Mono.when(given);
        return again.isEmpty() ? letters : letters.then(later(again, attempt));
    }

    private Mono<Void> later(List<Parcel> again, int attempt) {
        return Mono.delay(rules.pauses().after(attempt), rules.thread())
                .then(Mono.defer(() -> carry(again, attempt + 1)));
    }
}
