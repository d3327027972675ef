package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import io.trunkline.gateway.packed.PublicationCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of last values. */
final class ValueRows {
    private static final String ADD_APPLICATIONS =
            "insert into gateway.application (name) select distinct unnest($1::text[]) on conflict do nothing";

    private static final String SAVE = """
            insert into gateway.last_value (application_id, name, expires, body)
            select a.id, v.name, v.expires, v.body
            from unnest($1::text[], $2::bytea[], $3::bigint[], $4::bytea[]) as v (application, name, expires, body)
            join gateway.application a on a.name = v.application
            on conflict (application_id, sha256(name)) do update set expires = excluded.expires, body = excluded.body""";

    private static final String CLEAR = """
            delete from gateway.last_value v
            using unnest($1::text[], $2::bytea[]) as c (application, name)
            join gateway.application a on a.name = c.application
            where v.application_id = a.id and sha256(v.name) = sha256(c.name)""";

    private static final String LOAD = """
            select a.name, v.name, v.body from gateway.last_value v join gateway.application a on a.id = v.application_id
            where v.expires > $1""";

    private static final String DROP_EXPIRED = "delete from gateway.last_value where expires <= $1";

    private final Database database;

    ValueRows(Database database) {
        this.database = database;
    }

    /** When it expires, in milliseconds; the end of time for never. */
    static long expires(Publication publication) {
        var end = publication.expires();
        return end == null ? Long.MAX_VALUE : end.toEpochMilli();
    }

    static byte[] name(Topic topic) {
        return topic.name().getBytes(StandardCharsets.UTF_8);
    }

    Mono<Void> save(Connection connection, List<Publication> values) {
        if (values.isEmpty()) {
            return Mono.empty();
        }
        var applications = applications(values, Publication::application);
        var save = connection
                .createStatement(SAVE)
                .bind("$1", applications)
                .bind("$2", names(values, Publication::topic))
                .bind(
                        "$3",
                        Packed.longs(
                                values.stream().mapToLong(ValueRows::expires).toArray()))
                .bind(
                        "$4",
                        Packed.bytes(
                                values.stream().map(PublicationCodec::encode).toList()));
        return run(connection.createStatement(ADD_APPLICATIONS).bind("$1", applications))
                .then(run(save));
    }

    Mono<Void> clear(Connection connection, List<Shelf.Key> topics) {
        return topics.isEmpty()
                ? Mono.empty()
                : run(connection
                        .createStatement(CLEAR)
                        .bind("$1", applications(topics, Shelf.Key::application))
                        .bind("$2", names(topics, Shelf.Key::topic)));
    }

    /** All that have not expired. */
    Flux<Publication> load(Instant now) {
        return database.with(connection -> Flux.from(connection
                        .createStatement(LOAD)
                        .bind("$1", Packed.number(now.toEpochMilli()))
                        .execute())
                .flatMap(result -> result.map((row, columns) -> PublicationCodec.decode(
                        new ApplicationId(String.valueOf(row.get(0, String.class))),
                        Topic.of(new String(row.get(1, byte[].class), StandardCharsets.UTF_8)),
                        row.get(2, byte[].class)))));
    }

    Mono<Void> dropExpired(Instant now) {
        return database.with(connection ->
                        run(connection.createStatement(DROP_EXPIRED).bind("$1", Packed.number(now.toEpochMilli()))))
                .then();
    }

    private static <T> Packed applications(Collection<T> all, Function<T, ApplicationId> application) {
        return Packed.texts(all.stream().map(one -> application.apply(one).value()));
    }

    private static <T> Packed names(Collection<T> all, Function<T, Topic> topic) {
        return Packed.bytes(all.stream().map(one -> name(topic.apply(one))).toList());
    }

    private static Mono<Void> run(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
    }
}
