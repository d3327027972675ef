package io.trunkline.telemetry.report;

import io.r2dbc.spi.Readable;
import io.trunkline.telemetry.report.CountriesReport.Origin;
import java.time.Duration;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reads out of the country records from where an application's lines were opened. */
@Repository
class Countries {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String BY_COUNTRY = """
            SELECT country, sum(connections)::bigint AS connections
              FROM telemetry.country_records
             WHERE app_id = :appId
               AND day >= date_bin('1 day', :since, timestamptz '1970-01-01 00:00:00Z')
             GROUP BY country
             ORDER BY connections DESC, country
            """;

    private final DatabaseClient database;

    Countries(DatabaseClient database) {
        this.database = database;
    }

    /** From the day in which the period begins, whole, up to now; empty for an application nothing is known of. */
    Mono<CountriesReport> report(Period period) {
        return database.sql(BY_COUNTRY)
                .bind("appId", period.appId())
                .bind("since", period.since())
                .map(Countries::origin)
                .all()
                .collectList()
                .map(CountriesReport::of)
                .timeout(PATIENCE);
    }

    private static Origin origin(Readable row) {
        return new Origin(
                Objects.requireNonNull(row.get("country", String.class)),
                Objects.requireNonNull(row.get("connections", Long.class)));
    }
}
