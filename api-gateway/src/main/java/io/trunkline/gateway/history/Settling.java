package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Brings it to the database that logs are over, however long that is away: they are looked for beside the writer's work, and ended in turns of his. Until then
 * nothing of that application is written or read, and all the others' is.
 */
record Settling(Roll roll, Catalogue catalogue, Shelves shelves) {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    /** Ended in one turn. */
    private static final int SOME = 5_000;

    /** As long as a turn is all others wait. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** Goes on until nothing is owed of what this has become; what is owed then has a beginning of its own. */
    void begin(Writer writer, ApplicationId application, Endings.Owed first) {
        Mono.defer(() -> once(writer, application, first))
                .repeat(() -> writer.endings().now(application, first) != null)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(fault -> !writer.isClosing())
                        .doBeforeRetry(again -> tell(again.totalRetries(), again.failure())))
                .subscribe(none -> {}, fault -> tell(0, fault));
    }

    /** Said once: the database may be away for long. */
    private static void tell(long before, Throwable fault) {
        if (before == 0) {
            LOG.warn("event=logs-not-ended cause={}", fault.toString());
        }
    }

    private Mono<Void> once(Writer writer, ApplicationId application, Endings.Owed first) {
        var one = writer.endings().now(application, first);
        return one == null ? Mono.empty() : settle(writer, application, one);
    }

    /**
     * What the writer had taken before is in the database, or never will be, when he has a turn for somebody else. What is known of the logs is lost at last: an
     * ending that was given up may have been carried out.
     */
    private Mono<Void> settle(Writer writer, ApplicationId application, Endings.Owed one) {
        return writer.between(connection -> Mono.empty())
                .then(Mono.defer(() -> roll.rows(application, one::isOver)))
                .flatMapMany(over -> over.isEmpty() && !one.always() ? Flux.empty() : some(over))
                .concatMap(over -> end(writer, application, over))
                .then(Mono.fromRunnable(() -> {
                    shelves.each(application::equals, Shelf::lose);
                    writer.endings().done(application, one);
                    writer.wake();
                }));
    }

    private static Flux<List<Long>> some(List<Long> over) {
        return Flux.fromIterable(over).buffer(SOME).defaultIfEmpty(List.of());
    }

    private Mono<Void> end(Writer writer, ApplicationId application, List<Long> over) {
        return writer.betweenAlone(
                connection -> catalogue.end(connection, application, over).timeout(TURN));
    }
}
