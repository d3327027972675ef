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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is to be published later on durable topics, a row for each. */
final class PostgresSchedules implements ScheduleStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSchedules.class);

    private static final String KEEP =
            "insert into gateway.scheduled (key, application, topic, due, body) values ($1, $2, $3, $4, $5)";
    private static final String DROP = "delete from gateway.scheduled where key = $1";
    private static final String ALL =
            "select key, application, topic, due, body from gateway.scheduled order by due, seq";
    private static final String FORGET = "delete from gateway.scheduled where application = $1";

    private final Database database;

    PostgresSchedules(Database database) {
        this.database = database;
    }

    @Override
    public Mono<Void> keep(Scheduled scheduled) {
        return run(connection -> connection
                .createStatement(KEEP)
                .bind("$1", scheduled.key())
                .bind("$2", scheduled.application().value())
                .bind("$3", Packed.bytes(scheduled.publication().topic().name().getBytes(StandardCharsets.UTF_8)))
                .bind("$4", scheduled.due().toEpochMilli())
                .bind("$5", Packed.bytes(PublicationCodec.encode(scheduled.publication()))));
    }

    @Override
    public Mono<Void> drop(Scheduled scheduled) {
        return run(connection -> connection.createStatement(DROP).bind("$1", scheduled.key()));
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return run(connection -> connection.createStatement(FORGET).bind("$1", application.value()));
    }

    private Mono<Void> run(Function<Connection, Statement> statement) {
        return database.with(connection ->
                        Flux.from(statement.apply(connection).execute()).flatMap(Result::getRowsUpdated))
                .then()
                .onErrorMap(Faults::forReader);
    }

    @Override
    public Flux<Scheduled> all() {
        return database.with(
                        connection -> Flux.from(connection.createStatement(ALL).execute())
                                .concatMap(result -> result.map(PostgresSchedules::row)))
                .concatMap(PostgresSchedules::scheduled)
                .onErrorMap(Faults::forReader);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(String key, ApplicationId application, byte[] topic, long due, byte[] body) {}

    private static Row row(Readable row) {
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
