package io.trunkline.gateway.cursor;

import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.CursorStore.Saved;
import io.trunkline.broker.cursor.Progress;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows that cursors have. */
final class CursorRows {
    private static final String SAVE = """
            with given as (
                select * from unnest($1::text[], $2::bytea[], $3::bytea[]) with ordinality as g (application, name, filter, at)
            ), kept as (
                insert into gateway.cursor (application, name, filter, touched)
                select application, name, filter, $4::timestamptz from given
                on conflict (application, sha256(name)) do update set filter = excluded.filter, touched = excluded.touched
                returning id, application, name
            )
            insert into gateway.cursor_topic (cursor_id, topic, epoch, floor, marks)
            select k.id, t.topic, t.epoch, t.floor, t.marks
            from unnest($5::bigint[], $6::bytea[], $7::text[], $8::bigint[], $9::bytea[]) as t (at, topic, epoch, floor, marks)
            join given g on g.at = t.at join kept k on k.application = g.application and k.name = g.name
            on conflict (cursor_id, sha256(topic)) do update set epoch = excluded.epoch, floor = excluded.floor, marks = excluded.marks""";

    private static final String LOAD = """
            select c.filter, t.topic, t.epoch, t.floor, t.marks
            from gateway.cursor c left join gateway.cursor_topic t on t.cursor_id = c.id
            where c.application = $1 and sha256(c.name) = sha256($2)""";

    private static final String FORGET =
            "delete from gateway.cursor where application = $1 and sha256(name) = sha256($2)";
    private static final String FORGET_ALL = "delete from gateway.cursor where application = $1";
    private static final String FORGET_UNTOUCHED = "delete from gateway.cursor where touched < $1";

    private final Database database;

    CursorRows(Database database) {
        this.database = database;
    }

    /** One cursor's change. */
    record Change(CursorId id, Saved saved) {}

    private record Row(String filter, Optional<Progress> progress) {
        static Row of(Readable row) {
            var topic = row.get(1, byte[].class);
            return new Row(
                    text(get(row, 0, byte[].class)), Optional.ofNullable(topic).map(name -> progress(row, name)));
        }

        private static Progress progress(Readable row, byte[] topic) {
            var floor = new Position(get(row, 2, String.class), get(row, 3, Long.class));
            return Marks.read(Topic.of(text(topic)), floor, get(row, 4, byte[].class));
        }

        private static <T> T get(Readable row, int column, Class<T> type) {
            return Objects.requireNonNull(row.get(column, type));
        }
    }

    Mono<Saved> load(CursorId id) {
        return database.with(connection -> Flux.from(connection
                                .createStatement(LOAD)
                                .bind("$1", id.application().value())
                                .bind("$2", Packed.bytes(octets(id.name())))
                                .execute())
                        .flatMap(result -> result.map(Row::of)))
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .map(rows -> new Saved(
                        rows.get(0).filter(),
                        rows.stream().flatMap(row -> row.progress().stream()).toList()));
    }

    /** All of them, or none; each cursor once. */
    Mono<Void> save(List<Change> changes, Instant now) {
        var at = LongStream.builder();
        var topics = new ArrayList<Progress>();
        for (var i = 0; i < changes.size(); i++) {
            for (var progress : changes.get(i).saved().topics()) {
                at.add(i + 1);
                topics.add(progress);
            }
        }
        return run(
                SAVE,
                statement -> bind(statement, topics)
                        .bind(
                                "$1",
                                changes.stream()
                                        .map(change -> change.id().application().value())
                                        .toArray(String[]::new))
                        .bind(
                                "$2",
                                Packed.bytes(changes.stream()
                                        .map(change -> octets(change.id().name()))
                                        .toList()))
                        .bind(
                                "$3",
                                Packed.bytes(changes.stream()
                                        .map(change -> octets(change.saved().filter()))
                                        .toList()))
                        .bind("$4", now.atOffset(ZoneOffset.UTC))
                        .bind("$5", Packed.longs(at.build().toArray())));
    }

    private static Statement bind(Statement statement, List<Progress> topics) {
        return statement
                .bind(
                        "$6",
                        Packed.bytes(topics.stream()
                                .map(progress -> octets(progress.topic().name()))
                                .toList()))
                .bind(
                        "$7",
                        topics.stream()
                                .map(progress -> progress.floor().epoch())
                                .toArray(String[]::new))
                .bind(
                        "$8",
                        Packed.longs(topics.stream()
                                .mapToLong(progress -> progress.floor().offset())
                                .toArray()))
                .bind("$9", Packed.bytes(topics.stream().map(Marks::of).toList()));
    }

    Mono<Void> forget(CursorId id) {
        return run(
                FORGET,
                statement ->
                        statement.bind("$1", id.application().value()).bind("$2", Packed.bytes(octets(id.name()))));
    }

    Mono<Void> forget(ApplicationId application) {
        return run(FORGET_ALL, statement -> statement.bind("$1", application.value()));
    }

    Mono<Void> forgetUntouched(Instant since) {
        return run(FORGET_UNTOUCHED, statement -> statement.bind("$1", since.atOffset(ZoneOffset.UTC)));
    }

    private Mono<Void> run(String sql, UnaryOperator<Statement> bound) {
        return database.with(connection -> Flux.from(
                                bound.apply(connection.createStatement(sql)).execute())
                        .flatMap(Result::getRowsUpdated))
                .then();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
