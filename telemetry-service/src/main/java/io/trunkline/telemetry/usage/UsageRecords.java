package io.trunkline.telemetry.usage;

import java.time.Duration;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** All usage records, kept per application, minute and node in {@code telemetry.usage_records}. */
@Repository
public class UsageRecords {
    // sorted, so that two copies of one batch that arrive together lock rows in the same order
    private static final String MERGE = """
            INSERT INTO telemetry.usage_records AS kept
                   (app_id, minute, node, ops, bytes, subscribers, api_calls, api_bytes, connections)
            SELECT app_id, minute, :node, max(ops), max(bytes), max(subscribers), max(api_calls), max(api_bytes), max(connections)
              FROM unnest(:appIds, :minutes, :ops, :bytes, :subscribers, :apiCalls, :apiBytes, :connections)
                   AS sent (app_id, minute, ops, bytes, subscribers, api_calls, api_bytes, connections)
             GROUP BY app_id, minute
             ORDER BY app_id, minute
            ON CONFLICT (app_id, minute, node) DO UPDATE
               SET ops = GREATEST(kept.ops, excluded.ops),
                   bytes = GREATEST(kept.bytes, excluded.bytes),
                   subscribers = GREATEST(kept.subscribers, excluded.subscribers),
                   api_calls = GREATEST(kept.api_calls, excluded.api_calls),
                   api_bytes = GREATEST(kept.api_bytes, excluded.api_bytes),
                   connections = GREATEST(kept.connections, excluded.connections)
             WHERE excluded.ops > kept.ops OR excluded.bytes > kept.bytes OR excluded.subscribers > kept.subscribers
                OR excluded.api_calls > kept.api_calls OR excluded.api_bytes > kept.api_bytes
                OR excluded.connections > kept.connections
            """;

    // on the half hour, so that no bucket of a report is kept in part
    private static final String FORGET = """
            DELETE FROM telemetry.usage_records
             WHERE minute < date_bin('30 minutes', now() - make_interval(secs => :age), timestamptz '1970-01-01 00:00:00Z')
            """;

    private final RecordTable<UsageRecord> table;
    private final TopicRecords topics;
    private final CountryRecords countries;

    UsageRecords(DatabaseClient database, TopicRecords topics, CountryRecords countries) {
        this.table = new RecordTable<>(
                database,
                MERGE,
                FORGET,
                List.of(
                        Column.texts("appIds", UsageRecord::appId),
                        Column.times("minutes", UsageRecord::minute),
                        Column.counts("ops", UsageRecord::ops),
                        Column.counts("bytes", UsageRecord::bytes),
                        Column.counts("subscribers", UsageRecord::subscribers),
                        Column.counts("apiCalls", UsageRecord::apiCalls),
                        Column.counts("apiBytes", UsageRecord::apiBytes),
                        Column.counts("connections", UsageRecord::connections)));
        this.topics = topics;
        this.countries = countries;
    }

    /**
     * Takes a batch in, in one statement for each kind. Of what is told several times about the same application, minute and node the greatest count stands,
     * so that repeats and any order of batches lead to the same.
     */
    public Mono<Void> merge(UsageBatch batch) {
        return table.merge(batch.node(), batch.records())
                .then(topics.merge(batch))
                .then(countries.merge(batch));
    }

    /** Deletes what is older than this by the database's own clock, and says how many records that were. */
    Mono<Long> forgetOlderThan(Duration age) {
        return table.forgetOlderThan(age)
                .flatMap(count -> topics.forgetOlderThan(age).map(more -> count + more))
                .flatMap(count -> countries.forgetOlderThan(age).map(more -> count + more));
    }
}
