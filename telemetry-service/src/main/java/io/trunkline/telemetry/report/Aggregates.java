package io.trunkline.telemetry.report;

import io.r2dbc.spi.Readable;
import io.trunkline.telemetry.report.AggregatesReport.HalfHour;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reads all counts of an application out of the usage records. */
@Repository
class Aggregates {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String BY_HALF_HOUR = """
            SELECT date_bin('30 minutes', minute, timestamptz '1970-01-01 00:00:00Z') AS begin,
                   sum(ops)::bigint AS ops, sum(bytes)::bigint AS bytes, sum(subscribers)::bigint AS subscribers,
                   sum(api_calls)::bigint AS api_calls, sum(api_bytes)::bigint AS api_bytes,
                   sum(connections)::bigint AS connections
              FROM telemetry.usage_records
             WHERE app_id = :appId
               AND minute >= date_bin('30 minutes', :since, timestamptz '1970-01-01 00:00:00Z')
             GROUP BY begin
             ORDER BY begin
            """;

    private final DatabaseClient database;

    Aggregates(DatabaseClient database) {
        this.database = database;
    }

    /** From the half hour in which the period begins, whole, up to now; empty for an application nothing is known of. */
    Mono<AggregatesReport> report(Period period) {
        return database.sql(BY_HALF_HOUR)
                .bind("appId", period.appId())
                .bind("since", period.since())
                .map(Aggregates::halfHour)
                .all()
                .collectList()
                .map(AggregatesReport::of)
                .timeout(PATIENCE);
    }

    private static HalfHour halfHour(Readable row) {
        return new HalfHour(
                Objects.requireNonNull(row.get("begin", Instant.class)),
                count(row, "ops"),
                count(row, "bytes"),
                count(row, "subscribers"),
                count(row, "api_calls"),
                count(row, "api_bytes"),
                count(row, "connections"));
    }

    private static long count(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
