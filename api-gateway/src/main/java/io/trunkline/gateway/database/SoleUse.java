package io.trunkline.gateway.database;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * That a gateway has its database for itself: a lock of Postgres, on a connection that does nothing else. It goes with the connection, and so with the process,
 * however that ends.
 */
final class SoleUse implements Database.Right {
    private static final Logger LOG = LoggerFactory.getLogger(SoleUse.class);

    /** A gateway whose machine is without power has gone after half a minute, not after hours. */
    private static final String KEEP_ALIVE = """
            select set_config('tcp_keepalives_idle', '10', false)
                || set_config('tcp_keepalives_interval', '5', false)
                || set_config('tcp_keepalives_count', '4', false)
                || set_config('tcp_user_timeout', '30000', false)""";

    /** By which name the database knows this connection: its process and when that began. Empty where somebody else was first. */
    private static final String TAKE = """
            select case when pg_try_advisory_lock(1953656427, 1) then
                (select pid || ' ' || extract(epoch from backend_start) from pg_stat_activity where pid = pg_backend_pid())
                else '' end""";

    private static final String HOLDER = """
            select l.pid || ' ' || coalesce(extract(epoch from a.backend_start)::text, '')
            from pg_locks l left join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.classid = 1953656427 and l.objid = 1 and l.objsubid = 2
                and l.database = (select oid from pg_database where datname = current_database())""";

    private static final String END = "select pg_terminate_backend($1::int)";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int REFUSALS_TO_TELL = 4;

    private final PostgresqlConnectionFactory connections;
    private final Duration patience;
    private volatile Sinks.One<Boolean> held = Sinks.one();
    private String name = "";
    private int refusals;
    private boolean away;
    private boolean another;

    /** @param patience with the database */
    SoleUse(PostgresqlConnectionFactory connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    @Override
    public Mono<Void> held() {
        return Mono.defer(() -> held.asMono()).then();
    }

    @Override
    public Mono<Void> hold() {
        return Mono.defer(() ->
                        Mono.usingWhen(connections.create().timeout(patience), this::hold, PostgresqlConnection::close))
                .doOnError(fault -> !(fault instanceof TakenOver), this::tell)
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE).filter(fault -> !(fault instanceof TakenOver)));
    }

    private Mono<Void> hold(PostgresqlConnection connection) {
        return text(connection, KEEP_ALIVE)
                .then(text(connection, TAKE))
                .timeout(patience)
                .flatMap(taken -> taken.isEmpty() ? refused(connection) : holding(connection, taken));
    }

    /** Ends with the connection. Who had it before has looked, and stopped, when it is used here. */
    private Mono<Void> holding(PostgresqlConnection connection, String taken) {
        name = taken;
        return Flux.interval(another ? LOOK_EVERY.plus(patience) : Duration.ZERO, LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> connection.validate(ValidationDepth.REMOTE).timeout(patience, Mono.just(false)))
                .takeWhile(there -> there)
                .doOnNext(there -> use())
                .then(Mono.<Void>error(() -> new IllegalStateException("the connection has ended")))
                .doFinally(end -> held = Sinks.one());
    }

    private void use() {
        if (held.tryEmitValue(true).isFailure()) {
            return;
        }
        if (away || refusals >= REFUSALS_TO_TELL) {
            LOG.info("event=database-taken");
        }
        refusals = 0;
        away = false;
        another = false;
    }

    private Mono<Void> refused(PostgresqlConnection connection) {
        return text(connection, HOLDER)
                .defaultIfEmpty("")
                .timeout(patience)
                .flatMap(holder -> !holder.isEmpty() && holder.equals(name)
                        ? ended(connection, holder)
                        : Mono.error(anothers(holder)));
    }

    private RuntimeException anothers(String holder) {
        another = true;
        return holder.isEmpty() || name.isEmpty() ? new InUse() : new TakenOver();
    }

    /** It is ours, of a connection that has broken at this end alone. */
    private Mono<Void> ended(PostgresqlConnection connection, String holder) {
        var process = Long.parseLong(holder.substring(0, holder.indexOf(' ')));
        return connection
                .createStatement(END)
                .bind("$1", Packed.number(process))
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then()
                .timeout(patience)
                .then(Mono.error(new InUse()));
    }

    private void tell(Throwable fault) {
        if (!(fault instanceof InUse)) {
            tellOnce(fault);
        } else if (++refusals == REFUSALS_TO_TELL) {
            LOG.error("event=database-in-use: another gateway has this database, and a database serves one gateway. "
                    + "Until that one has ended nothing durable is taken here, and nothing is read");
        }
    }

    private void tellOnce(Throwable fault) {
        if (!away) {
            LOG.warn("event=no-database cause={}", fault.toString());
        }
        away = true;
    }

    /** Somebody else was first. */
    private static final class InUse extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InUse() {
            super("another gateway has this database", null, false, false);
        }
    }

    /** Somebody else has had it since: what is in memory here may not be so any more. */
    private static final class TakenOver extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakenOver() {
            super("another gateway has taken this database; this one has to be started again", null, false, false);
        }
    }

    private static Mono<String> text(PostgresqlConnection connection, String sql) {
        return Plain.ask(connection, sql, result -> result.map(row -> String.valueOf(row.get(0, String.class))))
                .singleOrEmpty();
    }
}
