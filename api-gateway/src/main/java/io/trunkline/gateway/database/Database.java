package io.trunkline.gateway.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;

/**
 * The gateway's own Postgres schema, {@code gateway}. It need not be there, or not ours yet, when the gateway starts: it is asked again until it is, and then brought
 * up to date; who needs it waits for {@link #ready()} as long as he likes.
 */
public final class Database implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** It starts before all others and ends after them; who writes comes next. */
    public static final int PHASE = -2;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** What was handed to a loop just before it ends is written, or let go, by it. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private final Sinks.One<Boolean> ready = Sinks.one();
    private final PostgresqlConnectionFactory connections;
    private final ConnectionPool pool;
    private final Migration migration;
    private final Right right;
    private final LoopResources loops;
    private final DatabaseProperties.Bounds bounds;
    private volatile boolean running;
    private Disposable holding = () -> {};
    private Disposable migrating = () -> {};

    /** That this gateway may use it. */
    interface Right {
        /** Takes it, again and again where it is lost, until that is cancelled; fails when that makes no sense any more. */
        Mono<Void> hold();

        /** Completes while it is held. */
        Mono<Void> held();
    }

    Database(Connecting connecting, Migration migration, Right right) {
        this.connections = connecting.single();
        this.pool = connecting.pool(connections);
        this.migration = migration;
        this.right = right;
        this.loops = connecting.loops();
        this.bounds = connecting.bounds();
    }

    /** Completes once the schema is there, and ours to use. */
    public Mono<Void> ready() {
        return ready.asMono().then(right.held());
    }

    /** A connection for whoever asks alone, who closes it. */
    public Mono<PostgresqlConnection> connect() {
        return connections.create();
    }

    /** Lends a connection of the pool for as long as the work takes; waits a little for one, for the schema, and for each row. */
    public <T> Flux<T> with(Function<Connection, Publisher<T>> work) {
        return Flux.usingWhen(ready().timeout(bounds.connectWithin()).then(pool.create()), work, Connection::close)
                .timeout(bounds.answerWithin());
    }

    @Override
    public void start() {
        running = true;
        holding = right.hold().subscribe(none -> {}, fault -> LOG.error("event=database-lost", fault));
        migrating = right.held()
                .then(Mono.fromRunnable(migration::run).subscribeOn(Schedulers.boundedElastic()))
                .doOnError(fault -> LOG.warn("event=no-database cause={}", firstLine(fault)))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE))
                .subscribe(none -> {}, fault -> LOG.error("event=migration-given-up", fault), () -> {
                    LOG.info("event=database-ready");
                    ready.tryEmitValue(true);
                });
    }

    private static String firstLine(Throwable fault) {
        return String.valueOf(fault.getMessage()).strip().lines().findFirst().orElse(fault.toString());
    }

    @Override
    public void stop() {
        running = false;
        migrating.dispose();
        holding.dispose();
        pool.disposeLater()
                .then(loops.disposeLater(QUIET, LONGEST_PAUSE))
                .subscribe(none -> {}, fault -> LOG.warn("event=pool-not-closed", fault));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
