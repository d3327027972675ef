package io.trunkline.gateway.session;

import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import io.trunkline.gateway.database.Plain;
import io.trunkline.mqtt.SavedSession;
import io.trunkline.mqtt.SessionStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sessions as rows: one statement for many of them. */
final class PostgresSessionStore implements SessionStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSessionStore.class);

    private static final String WRITE = """
            with ended as (delete from gateway.mqtt_session where id = any($1::bytea[]))
            insert into gateway.mqtt_session (id, session) select * from unnest($2::bytea[], $3::bytea[])
            on conflict (id) do update set session = excluded.session""";

    private static final String ALL = "select id, session from gateway.mqtt_session";

    /** In one statement; a single session may be larger. */
    private static final int MOST_BYTES = 4 << 20;

    private final Database database;

    PostgresSessionStore(Database database) {
        this.database = database;
    }

    /** What one statement writes. */
    private static final class Batch {
        private final List<byte[]> ended = new ArrayList<>();
        private final List<byte[]> ids = new ArrayList<>();
        private final List<byte[]> sessions = new ArrayList<>();
        private int bytes;

        void add(Change change) {
            var id = change.sessionId().getBytes(StandardCharsets.UTF_8);
            var now = change.now();
            if (now == null) {
                ended.add(id);
            } else {
                var session = SessionCodec.encode(now);
                ids.add(id);
                sessions.add(session);
                bytes += session.length;
            }
        }

        boolean isFull() {
            return bytes >= MOST_BYTES;
        }
    }

    @Override
    public Mono<Void> write(List<Change> changes) {
        return Flux.defer(() -> Flux.fromIterable(batches(changes)))
                .concatMap(this::write)
                .then();
    }

    private static List<Batch> batches(List<Change> changes) {
        var batches = new ArrayList<Batch>();
        var last = new Batch();
        batches.add(last);
        for (var change : changes) {
            if (last.isFull()) {
                last = new Batch();
                batches.add(last);
            }
            last.add(change);
        }
        return batches;
    }

    private Mono<Void> write(Batch batch) {
        return database.with(connection -> Flux.from(connection
                                .createStatement(WRITE)
                                .bind("$1", Packed.bytes(batch.ended))
                                .bind("$2", Packed.bytes(batch.ids))
                                .bind("$3", Packed.bytes(batch.sessions))
                                .execute())
                        .flatMap(Result::getRowsUpdated))
                .then();
    }

    @Override
    public Flux<SavedSession> all() {
        return database.with(connection -> Plain.ask(connection, ALL, result -> result.map(Row::of)))
                .concatMap(PostgresSessionStore::read);
    }

    /** One that cannot be read is passed over, and holds up no other. */
    private static Mono<SavedSession> read(Row row) {
        try {
            return Mono.just(SessionCodec.decode(new String(row.id(), StandardCharsets.UTF_8), row.session()));
        } catch (RuntimeException unreadable) {
            LOG.warn("event=mqtt-session-unreadable cause={}", unreadable.toString());
            return Mono.empty();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(byte[] id, byte[] session) {
        static Row of(Readable row) {
            return new Row(
                    Objects.requireNonNull(row.get(0, byte[].class)), Objects.requireNonNull(row.get(1, byte[].class)));
        }
    }
}
