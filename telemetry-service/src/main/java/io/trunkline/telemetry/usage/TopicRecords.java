package io.trunkline.telemetry.usage;

import java.time.Duration;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** All topic records, kept per application, hour, topic and node in {@code telemetry.topic_records}, by the rules of {@link UsageRecords}. */
@Repository
class TopicRecords {
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

    private final RecordTable<TopicRecord> table;

    TopicRecords(DatabaseClient database) {
        this.table = new RecordTable<>(
                database,
                MERGE,
                FORGET,
                List.of(
                        Column.texts("appIds", TopicRecord::appId),
                        Column.times("hours", TopicRecord::hour),
                        Column.texts("topics", TopicRecord::topic),
                        Column.counts("ops", TopicRecord::ops),
                        Column.counts("bytes", TopicRecord::bytes)));
    }

    Mono<Void> merge(UsageBatch batch) {
        return table.merge(batch.node(), batch.topics());
    }

    Mono<Long> forgetOlderThan(Duration age) {
        return table.forgetOlderThan(age);
    }
}
