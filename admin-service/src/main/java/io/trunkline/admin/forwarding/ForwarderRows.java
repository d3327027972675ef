package io.trunkline.admin.forwarding;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of forwarders; applications take theirs along when they go. */
final class ForwarderRows {

    private static final String SELECT =
            "select id, version, created_at, updated_at, settings from admin.forwarder where application_id = :application";

    private final DatabaseClient database;
    private final ForwarderDocuments documents;

    ForwarderRows(DatabaseClient database, ForwarderDocuments documents) {
        this.database = database;
        this.documents = documents;
    }

    Flux<Forwarder> all(String appId) {
        return database.sql(SELECT + " order by created_at, id")
                .bind("application", appId)
                .map(this::forwarder)
                .all();
    }

    Mono<Forwarder> find(String appId, String forwarderId) {
        return database.sql(SELECT + " and id = :id")
                .bind("application", appId)
                .bind("id", forwarderId)
                .map(this::forwarder)
                .one();
    }

    /** A forwarder and whose it is. */
    record Owned(String appId, Forwarder forwarder) {}

    /** Those of some applications that have one of these names, the oldest first. */
    Flux<Owned> named(Collection<String> appIds, Collection<String> names) {
        return database.sql("select application_id, id, version, created_at, updated_at, settings from admin.forwarder"
                        + " where application_id = any(:applications) and settings->>'name' = any(:names)"
                        + " order by created_at, id")
                .bind("applications", appIds.toArray(String[]::new))
                .bind("names", names.toArray(String[]::new))
                .map(row -> new Owned(value(row, "application_id", String.class), forwarder(row)))
                .all();
    }

    Mono<Long> count(String appId) {
        return database.sql("select count(*) as forwarders from admin.forwarder where application_id = :application")
                .bind("application", appId)
                .map(row -> value(row, "forwarders", Long.class))
                .one();
    }

    /** Inserts a forwarder, or replaces the one with its id. */
    Mono<Void> put(String appId, Forwarder forwarder) {
        return database.sql("""
                        insert into admin.forwarder (id, application_id, version, created_at, updated_at, settings)
                        values (:id, :application, :version, :createdAt, :updatedAt, :settings)
                        on conflict (id) do update
                        set version = excluded.version, updated_at = excluded.updated_at, settings = excluded.settings""")
                .bind("id", forwarder.forwarderId())
                .bind("application", appId)
                .bind("version", forwarder.version())
                .bind("createdAt", forwarder.createdAt())
                .bind("updatedAt", forwarder.updatedAt())
                .bind("settings", Json.of(documents.text(forwarder.settings())))
                .then();
    }

    Mono<Void> delete(String forwarderId) {
        return database.sql("delete from admin.forwarder where id = :id")
                .bind("id", forwarderId)
                .then();
    }

    private Forwarder forwarder(Readable row) {
        return new Forwarder(
                value(row, "id", String.class),
                value(row, "version", Long.class),
                value(row, "created_at", Instant.class),
                value(row, "updated_at", Instant.class),
                documents.read(value(row, "settings", String.class)));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
