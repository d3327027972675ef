package io.trunkline.telemetry.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** All topic records, kept per application, hour, topic and node in {@code telemetry.topic_records}, by the rules of {@link UsageRecords}. */
@Repository
class TopicRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String MERGE = """
            INSERT INTO telemetry.topic_records AS kept (app_id, hour, topic, node, ops, bytes)
            SELECT app_id, hour, topic, :node, max(ops), max(bytes)
              FROM unnest(:appIds, :hours, :topics, :ops, :bytes) AS sent (app_id, hour, topic, ops, bytes)
             GROUP BY app_id, hour, topic
             ORDER BY app_id, hour, topic
            ON CONFLICT (app_id, hour, topic, node) DO UPDATE
               SET ops = GREATEST(kept.ops, excluded.ops),
                   bytes = GREATEST(kept.bytes, excluded.bytes)
             WHERE excluded.ops > kept.ops OR excluded.bytes > kept.bytes
            """;

    private static final String FORGET = """
            DELETE FROM telemetry.topic_records
             WHERE hour < date_bin('1 hour', now() - make_interval(secs => :age), timestamptz '1970-01-01 00:00:00Z')
            """;

    private final DatabaseClient database;

    TopicRecords(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> merge(UsageBatch batch) {
        if (batch.topics().isEmpty()) {
            return Mono.empty();
        }
        return database.sql(MERGE)
                .bind("node", batch.node())
                .bind("appIds", column(batch, TopicRecord::appId).toArray(String[]::new))
                .bind("hours", column(batch, TopicRecord::hour).toArray(Instant[]::new))
                .bind("topics", column(batch, TopicRecord::topic).toArray(String[]::new))
                .bind("ops", column(batch, TopicRecord::ops).toArray(Long[]::new))
                .bind("bytes", column(batch, TopicRecord::bytes).toArray(Long[]::new))
                .then()
                .timeout(PATIENCE);
    }

    Mono<Long> forgetOlderThan(Duration age) {
        return database.sql(FORGET)
                .bind("age", (double) age.toSeconds())
                .fetch()
                .rowsUpdated();
    }

    private static <T> List<T> column(UsageBatch batch, Function<TopicRecord, T> value) {
        return batch.topics().stream().map(value).toList();
    }
}
