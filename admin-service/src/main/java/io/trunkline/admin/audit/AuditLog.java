package io.trunkline.admin.audit;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of all changes ever made; entries are added and never touched again. */
public final class AuditLog {

    private final DatabaseClient database;

    AuditLog(DatabaseClient database) {
        this.database = database;
    }

    /** A change about to be committed; {@code fields} are names, never values. */
    public record Entry(Instant at, String actor, String action, String appId, List<String> fields) {}

    /** Adds an entry to the transaction around it, so that a change and its entry stand or fall together. */
    public Mono<Void> record(Entry entry) {
        return database.sql("""
                        insert into admin.audit_entry (at, actor, action, application_id, fields)
                        values (:at, :actor, :action, :application, :fields)""")
                .bind("at", entry.at())
                .bind("actor", entry.actor())
                .bind("action", entry.action())
                .bind("application", entry.appId())
                .bind("fields", entry.fields().toArray(String[]::new))
                .then();
    }

    /** What an audit question asks for; absent parts do not narrow it. */
    record Query(@Nullable String appId, @Nullable Instant since, long afterId) {}

    Flux<AuditEntry> find(Query query, int limit) {
        String sql = "select id, at, actor, action, application_id, fields from admin.audit_entry where id > :after"
                + (query.appId() == null ? "" : " and application_id = :application")
                + (query.since() == null ? "" : " and at >= :since")
                + " order by id limit :limit";
        var statement = database.sql(sql).bind("after", query.afterId()).bind("limit", limit);
        if (query.appId() != null) {
            statement = statement.bind("application", query.appId());
        }
        if (query.since() != null) {
            statement = statement.bind("since", query.since());
        }
        return statement.map(AuditLog::entry).all();
    }

    private static AuditEntry entry(Readable row) {
        return new AuditEntry(
                value(row, "id", Long.class),
                value(row, "at", Instant.class),
                value(row, "actor", String.class),
                value(row, "action", String.class),
                value(row, "application_id", String.class),
                List.of(value(row, "fields", String[].class)));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type));
    }
}
