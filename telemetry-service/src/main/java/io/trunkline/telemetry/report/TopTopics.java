package io.trunkline.telemetry.report;

import io.r2dbc.spi.Readable;
import io.trunkline.telemetry.report.TopTopicsReport.Busy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reads the busiest topics of an application out of the topic records. */
@Repository
class TopTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // the first row is the sum of all, the empty name stands for topics that were not counted by name
    private static final String BUSIEST = """
            WITH by_topic AS (
                SELECT topic, sum(ops)::bigint AS ops, sum(bytes)::bigint AS bytes
                  FROM telemetry.topic_records
                 WHERE app_id = :appId
                   AND hour >= date_bin('1 hour', :since, timestamptz '1970-01-01 00:00:00Z')
                 GROUP BY topic),
            busiest AS (
                SELECT topic, ops, bytes, 1 AS place FROM by_topic
                 WHERE topic <> '' ORDER BY ops DESC, bytes DESC, topic LIMIT :most)
            SELECT '' AS topic, coalesce(sum(ops), 0)::bigint AS ops, coalesce(sum(bytes), 0)::bigint AS bytes, 0 AS place
              FROM by_topic
             UNION ALL
            SELECT topic, ops, bytes, place FROM busiest
             ORDER BY place, ops DESC, bytes DESC, topic
            """;

    private final DatabaseClient database;

    TopTopics(DatabaseClient database) {
        this.database = database;
    }

    /** From the hour in which the period begins, whole, up to now; empty for an application nothing is known of. */
    Mono<TopTopicsReport> report(Period period, int most) {
        return database.sql(BUSIEST)
                .bind("appId", period.appId())
                .bind("since", period.since())
                .bind("most", most)
                .map(TopTopics::busy)
                .all()
                .collectList()
                .map(TopTopics::report)
                .timeout(PATIENCE);
    }

    private static TopTopicsReport report(List<Busy> rows) {
        var all = rows.get(0);
        return new TopTopicsReport(all.ops(), all.bytes(), List.copyOf(rows.subList(1, rows.size())));
    }

    private static Busy busy(Readable row) {
        return new Busy(
                Objects.requireNonNull(row.get("topic", String.class)),
                Objects.requireNonNull(row.get("ops", Long.class)),
                Objects.requireNonNull(row.get("bytes", Long.class)));
    }
}
