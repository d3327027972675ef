package io.trunkline.gateway.session;

import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import io.trunkline.gateway.database.Plain;
import io.trunkline.mqtt.ParcelStore;
import io.trunkline.mqtt.SavedParcel;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What waits for sessions as rows: one statement for all that has changed. */
final class PostgresParcelStore implements ParcelStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresParcelStore.class);

    private static final String WRITE = """
            with removed as (delete from gateway.mqtt_parcel where number = any($1::bigint[])),
            lessened as (
                update gateway.mqtt_parcel p set addressees = l.addressees
                from unnest($2::bigint[], $3::bytea[]) as l (number, addressees) where p.number = l.number
            )
            insert into gateway.mqtt_parcel (number, body, addressees)
            select * from unnest($4::bigint[], $5::bytea[], $6::bytea[])
            on conflict (number) do update set addressees = excluded.addressees""";

    private static final String RUN = "select nextval('gateway.mqtt_parcel_run')";

    private static final String ALL = "select number, body, addressees from gateway.mqtt_parcel order by number";

    /** A process has so many numbers: more than it comes to. */
    private static final int NUMBERS_BITS = 36;

    private final Database database;

    PostgresParcelStore(Database database) {
        this.database = database;
    }

    @Override
    public Mono<Void> write(Change change) {
        return database.with(connection -> Flux.from(
                                bound(connection.createStatement(WRITE), change).execute())
                        .flatMap(Result::getRowsUpdated))
                .then();
    }

    private static Statement bound(Statement statement, Change change) {
        var bodies = change.added().stream().map(added -> ParcelCodec.body(added.publication()));
        return statement
                .bind("$1", numbers(change.removed().stream()))
                .bind("$2", numbers(change.lessened().stream().map(SavedParcel::number)))
                .bind("$3", addressees(change.lessened()))
                .bind("$4", numbers(change.added().stream().map(SavedParcel::number)))
                .bind("$5", Packed.bytes(bodies.toList()))
                .bind("$6", addressees(change.added()));
    }

    private static Packed numbers(Stream<Long> all) {
        return Packed.longs(all.mapToLong(number -> number).toArray());
    }

    private static Packed addressees(List<SavedParcel> all) {
        return Packed.bytes(all.stream()
                .map(parcel -> ParcelCodec.addressees(parcel.addressees()))
                .toList());
    }

    @Override
    public Mono<Kept> read() {
        return first().zipWith(all().collectList(), Kept::new);
    }

    private Mono<Long> first() {
        return database.with(connection -> Plain.ask(
                        connection, RUN, result -> result.map(row -> Objects.requireNonNull(row.get(0, Long.class)))))
                .next()
                .map(run -> run << NUMBERS_BITS);
    }

    private Flux<SavedParcel> all() {
        return database.with(connection -> Plain.ask(connection, ALL, result -> result.map(Row::of)))
                .concatMap(PostgresParcelStore::read);
    }

    /** One that cannot be read is passed over, and holds up no other. */
    private static Mono<SavedParcel> read(Row row) {
        try {
            return Mono.just(ParcelCodec.decode(row.number(), row.body(), row.addressees()));
        } catch (RuntimeException unreadable) {
            LOG.warn("event=mqtt-parcel-unreadable cause={}", unreadable.toString());
            return Mono.empty();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(long number, byte[] body, byte[] addressees) {
        static Row of(Readable row) {
            return new Row(
                    Objects.requireNonNull(row.get(0, Long.class)),
                    Objects.requireNonNull(row.get(1, byte[].class)),
                    Objects.requireNonNull(row.get(2, byte[].class)));
        }
    }
}
