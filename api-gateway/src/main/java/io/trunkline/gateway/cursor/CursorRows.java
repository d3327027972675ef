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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
                insert into gateway.cursor as newest (application, name, filter, touched, save)
                select application, name, filter, $4::timestamptz, $10::bigint from given
                on conflict (application, sha256(name)) do update
                set filter = excluded.filter, touched = excluded.touched, save = excluded.save where newest.save < excluded.save
                returning id, application, name
            )
            insert into gateway.cursor_topic (cursor_id, topic, epoch, floor, marks)
            select k.id, t.topic, t.epoch, t.floor, t.marks
            from unnest($5::bigint[], $6::bytea[], $7::text[], $8::bigint[], $9::bytea[]) as t (at, topic, epoch, floor, marks)
            join given g on g.at = t.at join kept k on k.application = g.application and k.name = g.name
            on conflict (cursor_id, sha256(topic)) do update set epoch = excluded.epoch, floor = excluded.floor, marks = excluded.marks""";

    private static final String LOAD = """
            select c.filter, t.topic, t.epoch, t.floor, t.marks, c.save
            from gateway.cursor c left join gateway.cursor_topic t on t.cursor_id = c.id
            where c.application = $1 and sha256(c.name) = sha256($2)""";

    private static final String FORGET =
            "delete from gateway.cursor where application = $1 and sha256(name) = sha256($2)";
    private static final String FORGET_ALL = "delete from gateway.cursor where application = $1";
    private static final String FORGET_UNTOUCHED = "delete from gateway.cursor where touched < $1";

    private final Database database;
    private final SaveNumbers numbers;

    CursorRows(Database database) {
        this.database = database;
        this.numbers = new SaveNumbers(database);
    }

    /** One cursor's change. */
    record Change(CursorId id, Saved saved) {}

    private record Row(String filter, Optional<Progress> progress, long save) {
        static Row of(Readable row) {
            var topic = Optional.ofNullable(row.get(1, byte[].class));
            return new Row(
                    text(get(row, 0, byte[].class)), topic.map(name -> progress(row, name)), get(row, 5, Long.class));
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
                                .bind("$1", Packed.text(id.application().value()))
                                .bind("$2", Packed.bytes(octets(id.name())))
                                .execute())
                        .flatMap(result -> result.map(Row::of)))
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .flatMap(rows -> numbers.saw(rows.get(0).save()).thenReturn(saved(rows)));
    }

    private static Saved saved(List<Row> rows) {
        return new Saved(
                rows.get(0).filter(),
                rows.stream().flatMap(row -> row.progress().stream()).toList());
    }

    /** All of them, or none; each cursor once. Whenever it is written, it changes no cursor that one which was begun later has changed. */
    Mono<Void> save(List<Change> changes, Instant now) {
        return numbers.next()
                .flatMap(number -> run(
                        SAVE,
                        statement -> topics(cursors(statement, changes), changes)
                                .bind("$4", Packed.time(now))
                                .bind("$10", Packed.number(number))));
    }

    private static Statement cursors(Statement statement, List<Change> changes) {
        var applications =
                changes.stream().map(change -> change.id().application().value());
        return statement
                .bind("$1", Packed.texts(applications))
                .bind("$2", packed(changes, change -> octets(change.id().name())))
                .bind("$3", packed(changes, change -> octets(change.saved().filter())));
    }

    private static Statement topics(Statement statement, List<Change> changes) {
        var at = LongStream.builder();
        var topics = new ArrayList<Progress>();
        for (var i = 0; i < changes.size(); i++) {
            for (var progress : changes.get(i).saved().topics()) {
                at.add(i + 1);
                topics.add(progress);
            }
        }
        var epochs = topics.stream().map(progress -> progress.floor().epoch());
        var floors = topics.stream().mapToLong(progress -> progress.floor().offset());
        return statement
                .bind("$5", Packed.longs(at.build().toArray()))
                .bind("$6", packed(topics, progress -> octets(progress.topic().name())))
                .bind("$7", Packed.texts(epochs))
                .bind("$8", Packed.longs(floors.toArray()))
                .bind("$9", packed(topics, Marks::of));
    }

    private static <T> Packed packed(List<T> all, Function<T, byte[]> octets) {
        return Packed.bytes(all.stream().map(octets).toList());
    }

    Mono<Void> forget(CursorId id) {
        return run(
                FORGET,
                statement -> statement
                        .bind("$1", Packed.text(id.application().value()))
                        .bind("$2", Packed.bytes(octets(id.name()))));
    }

    Mono<Void> forget(ApplicationId application) {
        return run(FORGET_ALL, statement -> statement.bind("$1", Packed.text(application.value())));
    }

    Mono<Void> forgetUntouched(Instant since) {
        return run(FORGET_UNTOUCHED, statement -> statement.bind("$1", Packed.time(since)));
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
