package io.trunkline.gateway.history;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import io.r2dbc.spi.ValidationDepth;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One writer's connection. Its row in the table of writers is moved on by every batch, and by whoever takes the place: a batch whose writer has lost it, or that
 * was still on its way when its connection was given up, changes nothing.
 */
final class Session {
    private static final String CLAIM = "update gateway.writer set seq = seq + 1 where slot = $1 returning seq";

    private static final String PLACE = """
            with place as (
                update gateway.writer set seq = $3 where slot = $1 and seq = $2 returning slot
            ), kept as (
                insert into gateway.log (topic_id, position, seq, written, body)
                select r.topic, r.position, $2 + r.at, $4, r.body
                from unnest($5::bigint[], $6::bigint[], $7::bytea[]) with ordinality as r (topic, position, body, at)
                where exists (select from place)
            )""";

    private static final String VALUES = """
            , valued as (
                insert into gateway.last_value (application_id, name, expires, body)
                select v.application, v.name, v.expires, v.body
                from unnest($8::bigint[], $9::bytea[], $10::bigint[], $11::bytea[]) as v (application, name, expires, body)
                where octet_length(v.body) > 0 and exists (select from place)
                on conflict (application_id, sha256(name)) do update set expires = excluded.expires, body = excluded.body
            ), cleared as (
                delete from gateway.last_value l
                using unnest($8::bigint[], $9::bytea[], $11::bytea[]) as v (application, name, body)
                where octet_length(v.body) = 0 and l.application_id = v.application and sha256(l.name) = sha256(v.name)
                    and exists (select from place)
            )""";

    private static final String END = " select count(*) from place";

    private static final String HOLDS =
            "select count(*) from gateway.log where topic_id = $1 and position = $2 and body = $3";

    private static final String REMOVE = """
            delete from gateway.log l using unnest($1::bigint[], $2::bigint[]) as r (topic, position)
            where l.topic_id = r.topic and l.position = r.position""";

    private final PostgresqlConnection connection;
    private final int slot;
    private long seq;

    private Session(PostgresqlConnection connection, int slot, long seq) {
        this.connection = connection;
        this.slot = slot;
        this.seq = seq;
    }

    /** Takes a writer's place; waits for what its predecessor may still have running. */
    static Mono<Session> open(Database database, int slot) {
        return database.connect()
                .flatMap(connection -> number(connection.createStatement(CLAIM).bind("$1", Packed.number(slot)))
                        .map(seq -> new Session(connection, slot, seq))
                        .onErrorResume(
                                fault -> connection.close().onErrorComplete().then(Mono.error(fault)))
                        .doOnCancel(() -> connection.close().onErrorComplete().subscribe()));
    }

    /** Whether the connection is there, as far as one sees from here. */
    Mono<Boolean> isOpen() {
        return connection.validate(ValidationDepth.LOCAL);
    }

    PostgresqlConnection connection() {
        return connection;
    }

    /** The number of the newest row there is of this writer. */
    long seq() {
        return seq;
    }

    /** Writes a batch; false when the place is lost, and nothing was done. */
    Mono<Boolean> commit(Batch batch) {
        var next = seq + batch.span();
        var statement = connection
                .createStatement(batch.values().isEmpty() ? PLACE + END : PLACE + VALUES + END)
                .bind("$1", Packed.number(slot))
                .bind("$2", Packed.number(seq))
                .bind("$3", Packed.number(next))
                .bind("$4", Packed.time(batch.written()))
                .bind("$5", longs(batch.rows(), row -> row.place().topic()))
                .bind("$6", longs(batch.rows(), Batch.Row::offset))
                .bind("$7", bodies(batch.rows(), row -> row.waiting().body()));
        if (!batch.values().isEmpty()) {
            bind(statement, batch.values());
        }
        return number(statement).map(places -> {
            seq = places == 1 ? next : seq;
            return places == 1;
        });
    }

    /** Whether a batch of which nobody knew is in the database: all of it, if its first row is. */
    Mono<Boolean> holds(Batch batch) {
        if (batch.rows().isEmpty()) {
            return Mono.just(false);
        }
        var first = batch.rows().get(0);
        return number(connection
                        .createStatement(HOLDS)
                        .bind("$1", Packed.number(first.place().topic()))
                        .bind("$2", Packed.number(first.offset()))
                        .bind("$3", Packed.bytes(first.waiting().body())))
                .map(rows -> rows == 1);
    }

    /** Takes a batch out again whose publishers were refused. */
    Mono<Void> remove(Batch batch) {
        return connection
                .createStatement(REMOVE)
                .bind("$1", longs(batch.rows(), row -> row.place().topic()))
                .bind("$2", longs(batch.rows(), Batch.Row::offset))
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }

    Mono<Void> close() {
        return connection.close().onErrorComplete();
    }

    private static Mono<Long> number(PostgresqlStatement statement) {
        return Flux.from(statement.execute())
                .flatMap(result -> result.map((row, columns) -> row.get(0, Long.class)))
                .single();
    }

    private static void bind(PostgresqlStatement statement, Collection<Batch.Row> values) {
        statement
                .bind("$8", longs(values, row -> row.place().application()))
                .bind(
                        "$9",
                        bodies(
                                values,
                                row -> ValueRows.name(
                                        row.waiting().shelf().key().topic())))
                .bind(
                        "$10",
                        longs(values, row -> ValueRows.expires(row.waiting().publication())))
                .bind("$11", bodies(values, Session::value));
    }

    /** Nothing, for a value that is cleared. */
    private static byte[] value(Batch.Row row) {
        var waiting = row.waiting();
        return waiting.publication().payload().size() == 0 ? new byte[0] : waiting.body();
    }

    private static Packed longs(Collection<Batch.Row> rows, ToLongFunction<Batch.Row> value) {
        return Packed.longs(rows.stream().mapToLong(value).toArray());
    }

    private static Packed bodies(Collection<Batch.Row> rows, Function<Batch.Row, byte[]> value) {
        return Packed.bytes(rows.stream().map(value).toList());
    }
}
