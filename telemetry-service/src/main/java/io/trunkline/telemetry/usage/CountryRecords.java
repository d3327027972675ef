package io.trunkline.telemetry.usage;

import java.time.Duration;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** All country records, kept per application, day, country and node in {@code telemetry.country_records}, by the rules of {@link UsageRecords}. */
@Repository
class CountryRecords {
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

    private final RecordTable<CountryRecord> table;

    CountryRecords(DatabaseClient database) {
        this.table = new RecordTable<>(
                database,
                MERGE,
                FORGET,
                List.of(
                        Column.texts("appIds", CountryRecord::appId),
                        Column.times("days", CountryRecord::day),
                        Column.texts("countries", CountryRecord::country),
                        Column.counts("connections", CountryRecord::connections)));
    }

    Mono<Void> merge(UsageBatch batch) {
        return table.merge(batch.node(), batch.countries());
    }

    Mono<Long> forgetOlderThan(Duration age) {
        return table.forgetOlderThan(age);
    }
}
