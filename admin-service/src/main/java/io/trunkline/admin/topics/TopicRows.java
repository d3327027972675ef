package io.trunkline.admin.topics;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The table of topic settings; applications take theirs along when they go. */
final class TopicRows {

    private static final String SELECT = "select pattern, version, created_at, updated_at, settings"
            + " from admin.topic_setting where application_id = :application";

    private final DatabaseClient database;
    private final JsonMapper json;

    TopicRows(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    Flux<TopicSetting> all(String appId) {
        return database.sql(SELECT + " order by pattern")
                .bind("application", appId)
                .map(this::setting)
                .all();
    }

    Mono<TopicSetting> find(String appId, String pattern) {
        return database.sql(SELECT + " and pattern = :pattern")
                .bind("application", appId)
                .bind("pattern", pattern)
                .map(this::setting)
                .one();
    }

    Mono<Long> count(String appId) {
        return database.sql("select count(*) as settings from admin.topic_setting where application_id = :application")
                .bind("application", appId)
                .map(row -> value(row, "settings", Long.class))
                .one();
    }

    /** Inserts a setting, or replaces the one of its pattern. */
    Mono<Void> put(String appId, TopicSetting setting) {
        return database.sql("""
                        insert into admin.topic_setting (application_id, pattern, version, created_at, updated_at, settings)
                        values (:application, :pattern, :version, :createdAt, :updatedAt, :settings)
                        on conflict (application_id, pattern) do update
                        set version = excluded.version, updated_at = excluded.updated_at, settings = excluded.settings""")
                .bind("application", appId)
                .bind("pattern", setting.pattern())
                .bind("version", setting.version())
                .bind("createdAt", setting.createdAt())
                .bind("updatedAt", setting.updatedAt())
                .bind("settings", Json.of(json.writeValueAsString(setting.settings())))
                .then();
    }

    Mono<Void> delete(String appId, String pattern) {
        return database.sql(
                        "delete from admin.topic_setting where application_id = :application and pattern = :pattern")
                .bind("application", appId)
                .bind("pattern", pattern)
                .then();
    }

    private TopicSetting setting(Readable row) {
        return new TopicSetting(
                value(row, "pattern", String.class),
                value(row, "version", Long.class),
                value(row, "created_at", Instant.class),
                value(row, "updated_at", Instant.class),
                json.readValue(value(row, "settings", String.class), TopicSettings.class));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
