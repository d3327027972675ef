package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import io.trunkline.gateway.database.Plain;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The days of the log, a table each, in UTC: made before they are needed, and dropped, the oldest first, when all that was written on them is older than it was to
 * become.
 */
final class Partitions {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    /** One gateway at a time. */
    private static final String ALONE = "select pg_advisory_xact_lock(7305791210403)";

    private static final String REMEMBER = """
            insert into gateway.log_day as d (day, longest) values ($1::date, make_interval(secs => $2))
            on conflict (day) do update set longest = greatest(d.longest, excluded.longest)""";

    private static final String OLDEST_IF_OVER = """
            select day from gateway.log_day where day = (select min(day) from gateway.log_day)
            and (day + 1)::timestamp at time zone 'UTC' + longest < $1""";

    private final Map<LocalDate, Duration> ready = new ConcurrentHashMap<>();
    private final Map<LocalDate, Mono<Void>> making = new ConcurrentHashMap<>();
    private final Database database;

    Partitions(Database database) {
        this.database = database;
    }

    /** Sees to it that what is written now has a day, which stays at least this long; at once, as a rule. */
    Mono<Void> ready(Instant written, Duration longest) {
        var day = LocalDate.ofInstant(written, ZoneOffset.UTC);
        var kept = ready.get(day);
        return kept != null && kept.compareTo(longest) >= 0 ? Mono.empty() : make(day, longest);
    }

    /** Makes tomorrow, today. */
    Mono<Void> makeAhead(Instant now) {
        return ready(now.plus(Duration.ofDays(1)), Duration.ZERO);
    }

    /** Those who write look again where their day is. */
    void lookAgain() {
        ready.clear();
    }

    private Mono<Void> make(LocalDate day, Duration longest) {
        return Mono.defer(() -> making.computeIfAbsent(
                        day,
                        any -> database.with(connection -> transaction(connection, makeOn(connection, day, longest)))
                                .then()
                                .doOnSuccess(done -> ready.merge(day, longest, Partitions::longer))
                                .doOnTerminate(() -> making.remove(day))
                                .cache()))
                .then(Mono.defer(() -> ready.getOrDefault(day, Duration.ZERO).compareTo(longest) < 0
                        ? make(day, longest)
                        : Mono.empty()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Mono<Void> makeOn(Connection connection, LocalDate day, Duration longest) {
        var table = table(day);
        var remember = Flux.from(connection
                        .createStatement(REMEMBER)
                        .bind("$1", Packed.text(day.toString()))
                        .bind("$2", Packed.number(longest.toSeconds()))
                        .execute())
                .flatMap(Result::getRowsUpdated);
        return run(connection, ALONE)
                .thenMany(remember)
                .then(run(
                        connection,
                        "create table if not exists " + table + " partition of gateway.log for values from ('" + day
                                + " 00:00:00+00') to ('" + day.plusDays(1) + " 00:00:00+00')"))
                .then(run(
                        connection,
                        "create unique index if not exists " + table.replace("gateway.", "") + "_position on " + table
                                + " (topic_id, position)"));
    }

    /** Drops what is over, and remembers how far the topics went whose newest that was. */
    Mono<Void> dropOver(Instant now) {
        return dropOldest(now).expand(day -> dropOldest(now)).then();
    }

    /** On a connection of its own: it may take long. */
    private Mono<LocalDate> dropOldest(Instant now) {
        return Mono.usingWhen(
                        database.connect(),
                        connection -> transaction(connection, dropOldest(connection, now)),
                        Connection::close)
                .doOnNext(day -> LOG.info("event=day-dropped day={}", day));
    }

    private Mono<LocalDate> dropOldest(Connection connection, Instant now) {
        var oldest = connection.createStatement(OLDEST_IF_OVER).bind("$1", Packed.time(now));
        return Flux.from(oldest.execute())
                .flatMap(result -> result.map((row, columns) -> row.get(0, LocalDate.class)))
                .next()
                .flatMap(day -> drop(connection, day).thenReturn(day));
    }

    private Mono<Void> drop(Connection connection, LocalDate day) {
        ready.remove(day);
        var table = table(day);
        return run(connection, "set local statement_timeout = 0")
                .then(run(connection, ALONE))
                .then(run(
                        connection,
                        "update gateway.topic t set head = greatest(t.head, d.head) from (select topic_id, max(position) as head from "
                                + table + " group by topic_id) d where t.id = d.topic_id"))
                .then(run(connection, "drop table if exists " + table))
                .then(run(connection, "delete from gateway.log_day where day = '" + day + "'"));
    }

    private static String table(LocalDate day) {
        return "gateway.log_" + day.toString().replace("-", "");
    }

    private static <T> Mono<T> transaction(Connection connection, Mono<T> work) {
        return Mono.usingWhen(
                Mono.from(connection.beginTransaction()).thenReturn(connection),
                begun -> work,
                Connection::commitTransaction,
                (begun, fault) -> begun.rollbackTransaction(),
                Connection::rollbackTransaction);
    }

    private static Mono<Void> run(Connection connection, String sql) {
        return Plain.ask(connection, sql, Result::getRowsUpdated).then();
    }
}
