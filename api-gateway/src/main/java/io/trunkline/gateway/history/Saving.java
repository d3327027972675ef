package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.trunkline.broker.access.ApplicationId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Function<ApplicationId, Writer> writers;
    private final InstantSource clock;

    Saving(SavedValues values, ValueRows rows, Function<ApplicationId, Writer> writers, InstantSource clock) {
        this.values = values;
        this.rows = rows;
        this.writers = writers;
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

    /** Writes what has changed, all of it. */
    Mono<Void> save() {
        return Mono.fromSupplier(() -> values.takeUnsaved(SOME))
                .flatMap(topics -> save(topics).thenReturn(topics.size()))
                .repeat()
                .takeUntil(saved -> saved < SOME)
                .then();
    }

    Mono<Void> dropExpired() {
        return rows.dropExpired(clock.instant());
    }

    private Mono<Void> save(List<Shelf.Key> topics) {
        Map<Writer, List<Shelf.Key>> byWriter =
                topics.stream().collect(Collectors.groupingBy(key -> writers.apply(key.application())));
        return Flux.fromIterable(byWriter.entrySet())
                .concatMap(entry -> entry.getKey()
                        .between(connection -> save(connection, entry.getValue()))
                        .doOnError(fault -> values.putBack(entry.getValue())))
                .then();
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
