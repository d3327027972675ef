package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.topic.Topic;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import io.trunkline.gateway.database.Plain;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The topics that the database has, and how far their logs go. */
final class Catalogue {
    private static final String ADD_APPLICATION =
            "insert into gateway.application (name) values ($1) on conflict do nothing";

    private static final String ADD_TOPICS = """
            insert into gateway.topic (application_id, name, epoch)
            select a.id, n, a.epoch from gateway.application a, unnest($2::bytea[]) n where a.name = $1
            and (select count(*) from gateway.topic t where t.application_id = a.id) + cardinality($2::bytea[]) <= $3
            on conflict do nothing""";

    /** A topic that begins again has another epoch, as its offsets begin again. */
    private static final String RECLAIM = """
            with gone as (
                delete from gateway.topic t using gateway.application a
                where a.id = t.application_id and a.name = any($1)
                    and not exists (select from gateway.log l where l.topic_id = t.id)
                returning t.application_id
            )
            update gateway.application set epoch = left(replace(gen_random_uuid()::text, '-', ''), 16)
            where id in (select application_id from gone)""";

    private static final String FIND = """
            select n.at, a.id, coalesce(t.id, 0), coalesce(t.epoch, a.epoch),
                greatest(t.head, (select max(l.position) from gateway.log l where l.topic_id = t.id), 0),
                coalesce((select min(l.position) from gateway.log l where l.topic_id = t.id), t.head + 1, 1)
            from gateway.application a cross join unnest($2::bytea[]) with ordinality as n (name, at)
            left join gateway.topic t on t.application_id = a.id and sha256(t.name) = sha256(n.name)
            where a.name = $1""";

    private static final String TOPICS = """
            select t.name from gateway.topic t join gateway.application a on a.id = t.application_id
            where a.name = $1 and exists (select from gateway.log l where l.topic_id = t.id)""";

    /**
     * They go to an application that has been forgotten; whoever comes by their names again has another epoch. What comes twice, because the first was given
     * up, finds nothing to do.
     */
    private static final String END = """
            with forgotten as (
                insert into gateway.application (name) select null::text where cardinality($2::bigint[]) > 0 returning id
            ), moved as (
                update gateway.topic t set application_id = f.id from forgotten f
                where t.id = any($2::bigint[]) and t.application_id = (select id from gateway.application where name = $1)
                returning t.id
            )
            update gateway.application set epoch = left(replace(gen_random_uuid()::text, '-', ''), 16)
            where name = $1 and (cardinality($2::bigint[]) = 0 or exists (select from moved))""";

    /** Who comes by this name again is another one. */
    private static final String DISOWN = "update gateway.application set name = null where name = $1";

    private final Database database;
    private final int mostTopics;

    Catalogue(Database database, int mostTopics) {
        this.database = database;
        this.mostTopics = mostTopics;
    }

    private record Found(int index, Place place) {
        static Found of(Readable row) {
            return new Found(
                    (int) number(row, 0) - 1,
                    new Place(
                            number(row, 1),
                            number(row, 2),
                            String.valueOf(row.get(3, String.class)),
                            number(row, 4),
                            number(row, 5)));
        }

        private static long number(Readable row, int column) {
            var value = row.get(column, Long.class);
            return value == null ? 0 : value;
        }
    }

    /** How far a topic's log goes, for a reader; a topic that nobody has published on is in nobody's way. */
    Mono<Place> find(Shelf.Key key) {
        return database.with(connection -> find(connection, key.application(), names(List.of(key)))
                        .switchIfEmpty(Flux.defer(() -> addApplication(connection, key.application())
                                .thenMany(find(connection, key.application(), names(List.of(key)))))))
                .map(Found::place)
                .next();
    }

    /** The topics of an application that there is something of. */
    Flux<Topic> topics(ApplicationId application) {
        return database.with(connection -> Flux.from(connection
                                .createStatement(TOPICS)
                                .bind("$1", Packed.text(application.value()))
                                .execute())
                        .flatMap(result -> result.map((row, columns) -> row.get(0, byte[].class))))
                .map(Catalogue::topic);
    }

    private static Topic topic(byte[] name) {
        return Topic.of(new String(name, StandardCharsets.UTF_8));
    }

    /** From now on nobody finds anything of these topics; they begin anew, and so do those of the application that have not begun. */
    Mono<Void> end(Connection connection, ApplicationId application, List<Long> over) {
        var ids = over.stream().mapToLong(id -> id).toArray();
        return run(connection
                .createStatement(END)
                .bind("$1", Packed.text(application.value()))
                .bind("$2", Packed.longs(ids)));
    }

    /** From now on nobody finds anything of the application. */
    Mono<Void> disown(Connection connection, ApplicationId application) {
        return run(connection.createStatement(DISOWN).bind("$1", Packed.text(application.value())));
    }

    /** Removes the rows of all that nobody finds any more, some at a time. */
    Mono<Void> purge() {
        return Flux.fromIterable(Purge.STEPS)
                .concatMap(step -> database.with(connection -> Plain.ask(connection, step, Result::getRowsUpdated))
                        .next()
                        .repeat()
                        .takeUntil(rows -> rows == 0))
                .then();
    }

    /** Sees to it that topics have rows, for their writer. */
    Mono<Void> place(Connection connection, Collection<Shelf> shelves) {
        return Flux.fromIterable(shelves.stream()
                        .sorted(Comparator.comparing(
                                shelf -> shelf.key().topic().name()))
                        .collect(Collectors.groupingBy(shelf -> shelf.key().application()))
                        .entrySet())
                .concatMap(group -> place(connection, group))
                .then();
    }

    private Mono<Void> place(Connection connection, Map.Entry<ApplicationId, List<Shelf>> group) {
        var application = group.getKey();
        var shelves = group.getValue();
        var names = names(shelves.stream().map(Shelf::key).toList());
        var addTopics = run(connection
                .createStatement(ADD_TOPICS)
                .bind("$1", Packed.text(application.value()))
                .bind("$2", names)
                .bind("$3", Packed.number(mostTopics)));
        return addApplication(connection, application)
                .then(addTopics)
                .thenMany(find(connection, application, names))
                .doOnNext(found -> shelves.get(found.index()).placed(found.place()))
                .then();
    }

    /** Removes the topics of which nothing is left. */
    Mono<Void> reclaim(Connection connection, Collection<Shelf> shelves) {
        var applications =
                shelves.stream().map(shelf -> shelf.key().application().value()).distinct();
        return run(connection.createStatement(RECLAIM).bind("$1", Packed.texts(applications)));
    }

    private static Mono<Void> addApplication(Connection connection, ApplicationId application) {
        return run(connection.createStatement(ADD_APPLICATION).bind("$1", Packed.text(application.value())));
    }

    private static Mono<Void> run(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
    }

    private static Flux<Found> find(Connection connection, ApplicationId application, Packed names) {
        var statement = connection
                .createStatement(FIND)
                .bind("$1", Packed.text(application.value()))
                .bind("$2", names);
        return Flux.from(statement.execute()).flatMap(result -> result.map(Found::of));
    }

    private static Packed names(List<Shelf.Key> keys) {
        return Packed.bytes(keys.stream()
                .map(key -> key.topic().name().getBytes(StandardCharsets.UTF_8))
                .toList());
    }
}
