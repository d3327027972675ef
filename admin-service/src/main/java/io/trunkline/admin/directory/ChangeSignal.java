package io.trunkline.admin.directory;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import io.trunkline.admin.application.ApplicationChanges;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Says that something may have changed; what, is read from the table. Postgres wakes it ({@code LISTEN}) on a connection of
 * its own, which is made anew when lost; a slow poll catches whatever that misses.
 */
final class ChangeSignal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChangeSignal.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

    private final ConnectionFactory connections;
    private final Flux<Boolean> shared;
    private final Sinks.Empty<Void> end = Sinks.empty();

    /** @param connections makes connections that no pool takes back */
    ChangeSignal(ConnectionFactory connections, Duration poll) {
        this.connections = connections;
        Flux<Boolean> listening = Flux.defer(this::listen).retryWhen(patiently());
        Flux<Boolean> polling = Flux.interval(poll).onBackpressureDrop().map(count -> true);
        this.shared = Flux.merge(listening, polling)
                .takeUntilOther(end.asMono())
                .onBackpressureLatest()
                .publish(1)
                .refCount(1, LONGEST_PAUSE);
    }

    /** Signals from now on, shared by all readers; a reader must not let it wait (see its back-pressure). */
    Flux<Boolean> changes() {
        return shared.onBackpressureLatest();
    }

    /** Listens no more, also where the last reader has only just gone. */
    @Override
    public void close() {
        end.tryEmitEmpty();
    }

    private Flux<Boolean> listen() {
        return Flux.usingWhen(
                Mono.from(connections.create()).cast(PostgresqlConnection.class),
                this::notifications,
                PostgresqlConnection::close);
    }

    /** The first signal is for what was committed while nobody listened. */
    private Flux<Boolean> notifications(PostgresqlConnection connection) {
        return connection
                .createStatement("listen " + ApplicationChanges.CHANNEL)
                .execute()
                .flatMap(result -> result.getRowsUpdated())
                .then(Mono.fromRunnable(() -> log.info("listening channel={}", ApplicationChanges.CHANNEL)))
                .thenReturn(true)
                .concatWith(connection.getNotifications().map(notification -> true))
                .concatWith(Mono.error(() -> new IllegalStateException("the database closed the connection")));
    }

    private static RetryBackoffSpec patiently() {
        return Retry.backoff(Long.MAX_VALUE, SHORTEST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .transientErrors(true)
                .doBeforeRetry(retry -> log.warn(
                        "listening again reason={}", retry.failure().getClass().getSimpleName()));
    }
}
