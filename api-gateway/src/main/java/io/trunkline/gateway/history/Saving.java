package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Brings last values from the database at the start, and to it from then on. */
final class Saving {
    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);

    /** Written together. */
    private static final int SOME = 500;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SavedValues values;
    private final ValueRows rows;
    private final List<Lender> writers;
    private final InstantSource clock;

    /** Whoever lets others write on his connection, between two of his own batches. */
    interface Lender {
        Mono<Void> between(Function<Connection, Mono<Void>> work);
    }

    /** @param writers each for its applications */
    Saving(SavedValues values, ValueRows rows, List<? extends Lender> writers, InstantSource clock) {
        this.values = values;
        this.rows = rows;
        this.writers = List.copyOf(writers);
        this.clock = clock;
    }

    /** Completes when all that was kept is there; tries until then. */
    Mono<Void> load() {
        return Flux.defer(() -> rows.load(clock.instant()))
                .doOnNext(values::restore)
                .then()
                .doOnError(fault -> LOG.warn("event=last-values-not-loaded cause={}", fault.toString()))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE))
                .doOnSuccess(done -> values.restored());
    }

    /** Writes what has changed, all of it; what one writer cannot write keeps nobody from writing the rest, and waits for the next time. */
    Mono<Void> save() {
        return Flux.range(0, writers.size())
                .concatMapDelayError(this::saveAllOf)
                .then();
    }

    private Mono<Void> saveAllOf(int slot) {
        return Mono.defer(() -> {
                    var topics = values.takeUnsaved(
                            SOME, application -> PostgresTopicLog.slot(application, writers.size()) == slot);
                    return topics.isEmpty() ? Mono.just(0) : save(writers.get(slot), topics);
                })
                .repeat()
                .takeUntil(saved -> saved < SOME)
                .then();
    }

    private Mono<Integer> save(Lender writer, List<Shelf.Key> topics) {
        return writer.between(connection -> save(connection, topics))
                .doOnError(fault -> values.putBack(topics))
                .doOnCancel(() -> values.putBack(topics))
                .thenReturn(topics.size());
    }

    Mono<Void> dropExpired() {
        return rows.dropExpired(clock.instant());
    }

    /** What is written is the value of now: who comes between two batches comes before or after a publisher, or one who forgets. */
    private Mono<Void> save(Connection connection, List<Shelf.Key> topics) {
        var cleared = new ArrayList<Shelf.Key>();
        return Flux.fromIterable(topics)
                .concatMap(key -> values.value(key).switchIfEmpty(Mono.fromRunnable(() -> cleared.add(key))))
                .collectList()
                .flatMap(found -> rows.save(connection, found))
                .then(Mono.defer(() -> rows.clear(connection, cleared)));
    }
}
