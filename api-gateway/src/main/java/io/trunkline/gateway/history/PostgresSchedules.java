package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.schedule.ScheduleStore;
import io.trunkline.broker.schedule.Scheduled;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import io.trunkline.gateway.database.Plain;
import io.trunkline.gateway.database.WriteTurns;
import io.trunkline.gateway.packed.PublicationCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is to be published later on durable topics, a row for each. One write at a time, and what comes meanwhile is the next. */
final class PostgresSchedules implements ScheduleStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSchedules.class);

    private static final String WRITE = """
            with dropped as (delete from gateway.scheduled where key = any($1::text[]))
            insert into gateway.scheduled (key, application, topic, due, body)
            select key, application, topic, due, body
            from unnest($2::text[], $3::text[], $4::bytea[], $5::bigint[], $6::bytea[]) with ordinality
            as given (key, application, topic, due, body, at) order by at""";

    private static final String ALL =
            "select key, application, topic, due, body from gateway.scheduled order by due, seq";
    private static final String FORGET = "delete from gateway.scheduled where application = $1";

    /** In one write; a single message may be larger. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int MOST = 10_000;

    private final WriteTurns<Change> turns = new WriteTurns<>(Rows::new);
    private final Database database;

    PostgresSchedules(Database database) {
        this.database = database;
    }

    /**
     * What becomes of one of them.
     *
     * @param row null when it is dropped
     */
    private record Change(String key, @Nullable Row row) {}

    private final class Rows implements WriteTurns.Batch<Change> {
        private final List<String> dropped = new ArrayList<>();
        private final List<Row> kept = new ArrayList<>();
        private long bytes;

        @Override
        public boolean add(Change change) {
            if (bytes >= MOST_BYTES || dropped.size() + kept.size() >= MOST) {
                return false;
            }
            if (change.row() == null) {
                return dropped.add(change.key());
            }
            bytes += change.row().body().length;
            return kept.add(change.row());
        }

        @Override
        public Mono<Void> write() {
            return run(connection -> connection
                    .createStatement(WRITE)
                    .bind("$1", Packed.texts(dropped.stream()))
                    .bind("$2", Packed.texts(kept.stream().map(Row::key)))
                    .bind("$3", Packed.texts(kept.stream().map(Row::owner)))
                    .bind("$4", Packed.bytes(kept.stream().map(Row::topic).toList()))
                    .bind("$5", Packed.longs(kept.stream().mapToLong(Row::due).toArray()))
                    .bind("$6", Packed.bytes(kept.stream().map(Row::body).toList())));
        }
    }

    @Override
    public Mono<Void> keep(Scheduled scheduled) {
        return Mono.defer(() -> turns.write(new Change(scheduled.key(), Row.of(scheduled))));
    }

    @Override
    public Mono<Void> drop(Scheduled scheduled) {
        return turns.write(new Change(scheduled.key(), null));
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return turns.alone(
                run(connection -> connection.createStatement(FORGET).bind("$1", Packed.text(application.value()))));
    }

    private Mono<Void> run(Function<Connection, Statement> statement) {
        return database.with(connection ->
                        Flux.from(statement.apply(connection).execute()).flatMap(Result::getRowsUpdated))
                .then()
                .onErrorMap(Faults::forReader);
    }

    @Override
    public Flux<Scheduled> all() {
        return database.with(connection -> Plain.ask(connection, ALL, result -> result.map(Row::read)))
                .concatMap(PostgresSchedules::scheduled)
                .onErrorMap(Faults::forReader);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(String key, ApplicationId application, byte[] topic, long due, byte[] body) {
        static Row of(Scheduled scheduled) {
            var topic = scheduled.publication().topic().name().getBytes(StandardCharsets.UTF_8);
            return new Row(
                    scheduled.key(),
                    scheduled.application(),
                    topic,
                    scheduled.due().toEpochMilli(),
                    PublicationCodec.encode(scheduled.publication()));
        }

        static Row read(Readable row) {
            return new Row(
                    value(row, 0, String.class),
                    new ApplicationId(value(row, 1, String.class)),
                    value(row, 2, byte[].class),
                    value(row, 3, Long.class),
                    value(row, 4, byte[].class));
        }

        private static <T> T value(Readable row, int column, Class<T> type) {
            return Objects.requireNonNull(row.get(column, type));
        }

        String owner() {
            return application.value();
        }
    }

    /** One that cannot be read, be it of a later version, stays where it is. */
    private static Mono<Scheduled> scheduled(Row row) {
        try {
            var topic = Topic.of(new String(row.topic(), StandardCharsets.UTF_8));
            var publication = PublicationCodec.decode(row.application(), topic, row.body());
            return Mono.just(new Scheduled(row.key(), publication, Instant.ofEpochMilli(row.due()), true));
        } catch (RuntimeException broken) {
            LOG.error("event=scheduled-unreadable application={}", row.application(), broken);
            return Mono.empty();
        }
    }
}
