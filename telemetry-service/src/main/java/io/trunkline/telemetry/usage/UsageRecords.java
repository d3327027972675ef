package io.trunkline.telemetry.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** All usage records, kept per application, minute and node in {@code telemetry.usage_records}. */
@Repository
public class UsageRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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

    private final DatabaseClient database;
    private final TopicRecords topics;
    private final CountryRecords countries;

    UsageRecords(DatabaseClient database, TopicRecords topics, CountryRecords countries) {
        this.database = database;
        this.topics = topics;
        this.countries = countries;
    }

    /**
     * Takes a batch in, in one statement for each kind. Of what is told several times about the same application, minute and node the greatest count stands,
     * so that repeats and any order of batches lead to the same.
     */
    public Mono<Void> merge(UsageBatch batch) {
        return mergeRecords(batch).then(topics.merge(batch)).then(countries.merge(batch));
    }

    private Mono<Void> mergeRecords(UsageBatch batch) {
        if (batch.records().isEmpty()) {
            return Mono.empty();
        }
        return database.sql(MERGE)
                .bind("node", batch.node())
                .bind("appIds", column(batch, UsageRecord::appId).toArray(String[]::new))
                .bind("minutes", column(batch, UsageRecord::minute).toArray(Instant[]::new))
                .bind("ops", column(batch, UsageRecord::ops).toArray(Long[]::new))
                .bind("bytes", column(batch, UsageRecord::bytes).toArray(Long[]::new))
                .bind("subscribers", column(batch, UsageRecord::subscribers).toArray(Long[]::new))
                .bind("apiCalls", column(batch, UsageRecord::apiCalls).toArray(Long[]::new))
                .bind("apiBytes", column(batch, UsageRecord::apiBytes).toArray(Long[]::new))
                .bind("connections", column(batch, UsageRecord::connections).toArray(Long[]::new))
                .then()
                .timeout(PATIENCE);
    }

    /** Deletes what is older than this by the database's own clock, and says how many records that were. */
    Mono<Long> forgetOlderThan(Duration age) {
        return database.sql(FORGET)
                .bind("age", (double) age.toSeconds())
                .fetch()
                .rowsUpdated()
                .flatMap(count -> topics.forgetOlderThan(age).map(more -> count + more))
                .flatMap(count -> countries.forgetOlderThan(age).map(more -> count + more));
    }

    private static <T> List<T> column(UsageBatch batch, Function<UsageRecord, T> value) {
        return batch.records().stream().map(value).toList();
    }
}
