package io.trunkline.admin.application;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of applications. */
final class ApplicationRows {

    private static final String COLUMNS = "id, version, created_at, updated_at, settings";

    private final DatabaseClient database;
    private final Documents documents;

    ApplicationRows(DatabaseClient database, Documents documents) {
        this.database = database;
        this.documents = documents;
    }

    Mono<Application> find(String appId) {
        return database.sql("select " + COLUMNS + " from admin.application where id = :id")
                .bind("id", appId)
                .map(this::application)
                .one();
    }

    /** At most {@code limit} applications in the order of their names, beginning after a name, or with the first. */
    Flux<Application> page(@Nullable String afterName, int limit) {
        String where = afterName == null ? "" : " where name > :after";
        var statement = database.sql(
                        "select " + COLUMNS + " from admin.application" + where + " order by name limit :limit")
                .bind("limit", limit);
        return (afterName == null ? statement : statement.bind("after", afterName))
                .map(this::application)
                .all();
    }

    Mono<Void> insert(Application application) {
        return database.sql("""
                        insert into admin.application (id, version, created_at, updated_at, settings)
                        values (:id, :version, :createdAt, :updatedAt, :settings)""")
                .bind("id", application.appId())
                .bind("version", application.version())
                .bind("createdAt", application.createdAt())
                .bind("updatedAt", application.updatedAt())
                .bind("settings", Json.of(documents.text(application.settings())))
                .then();
    }

    Mono<Void> update(Application application) {
        return database.sql("""
                        update admin.application
                        set version = :version, updated_at = :updatedAt, settings = :settings where id = :id""")
                .bind("id", application.appId())
                .bind("version", application.version())
                .bind("updatedAt", application.updatedAt())
                .bind("settings", Json.of(documents.text(application.settings())))
                .then();
    }

    Mono<Void> delete(String appId) {
        return database.sql("delete from admin.application where id = :id")
                .bind("id", appId)
                .then();
    }

    Application application(Readable row) {
        return new Application(
                value(row, "id", String.class),
                value(row, "version", Long.class),
                value(row, "created_at", Instant.class),
                value(row, "updated_at", Instant.class),
                documents.read(value(row, "settings", String.class)));
    }

    ServedApplication served(Readable row, Tiers tiers) {
        return new ServedApplication(
                tiers.applied(application(row)),
                documents.tree(value(row, "forwarders", String.class)),
                documents.tree(value(row, "topics", String.class)));
    }

    /** Moves an application to a new version, because of something that belongs to it. */
    Mono<Void> move(String appId, long version, Instant at) {
        return database.sql("update admin.application set version = :version, updated_at = :at where id = :id")
                .bind("id", appId)
                .bind("version", version)
                .bind("at", at)
                .then();
    }

    static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
