package io.trunkline.telemetry.ingest;

import io.trunkline.telemetry.problem.ProblemException;
import io.trunkline.telemetry.usage.CountryRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The connections from one country in a {@link UsageBatchBody}, as they are sent. */
record CountryRecordBody(
        @Nullable Instant day,
        @Nullable String appId,
        @Nullable String country,
        @Nullable Long connections) {
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    CountryRecord validated(String path, Instant now) {
        return new CountryRecord(
                Checks.begin(day, ChronoUnit.DAYS, path + ".day", now),
                Checks.appId(appId, path + ".appId"),
                country(path + ".country"),
                Checks.count(connections, path + ".connections"));
    }

    private String country(String path) {
        if (country == null || !COUNTRY.matcher(country).matches()) {
            throw ProblemException.field(path, "must have two capital letters");
        }
        return country;
    }
}
