package io.trunkline.telemetry.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** All country records, kept per application, day, country and node in {@code telemetry.country_records}, by the rules of {@link UsageRecords}. */
@Repository
class CountryRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String MERGE = """
            INSERT INTO telemetry.country_records AS kept (app_id, day, country, node, connections)
            SELECT app_id, day, country, :node, max(connections)
              FROM unnest(:appIds, :days, :countries, :connections) AS sent (app_id, day, country, connections)
             GROUP BY app_id, day, country
             ORDER BY app_id, day, country
            ON CONFLICT (app_id, day, country, node) DO UPDATE
               SET connections = excluded.connections
             WHERE excluded.connections > kept.connections
            """;

    private static final String FORGET = """
            DELETE FROM telemetry.country_records
             WHERE day < date_bin('1 day', now() - make_interval(secs => :age), timestamptz '1970-01-01 00:00:00Z')
            """;

    private final DatabaseClient database;

    CountryRecords(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> merge(UsageBatch batch) {
        if (batch.countries().isEmpty()) {
            return Mono.empty();
        }
        return database.sql(MERGE)
                .bind("node", batch.node())
                .bind("appIds", column(batch, CountryRecord::appId).toArray(String[]::new))
                .bind("days", column(batch, CountryRecord::day).toArray(Instant[]::new))
                .bind("countries", column(batch, CountryRecord::country).toArray(String[]::new))
                .bind("connections", column(batch, CountryRecord::connections).toArray(Long[]::new))
                .then()
                .timeout(PATIENCE);
    }

    Mono<Long> forgetOlderThan(Duration age) {
        return database.sql(FORGET)
                .bind("age", (double) age.toSeconds())
                .fetch()
                .rowsUpdated();
    }

    private static <T> List<T> column(UsageBatch batch, Function<CountryRecord, T> value) {
        return batch.countries().stream().map(value).toList();
    }
}
