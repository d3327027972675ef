package io.trunkline.telemetry.report;

import io.trunkline.telemetry.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Of which application a report is, and how far back it reaches. */
record Period(String appId, Instant since) {
    private static final Pattern APP_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern DAYS = Pattern.compile("[1-9]|[1-8][0-9]|90");

    /** @throws ProblemException that names the part of the path that does not hold */
    static Period of(String appId, String days, Instant now) {
        if (!APP_ID.matcher(appId).matches()) {
            throw ProblemException.field("appId", "must have 32 lower-case hex digits");
        }
        if (!DAYS.matcher(days).matches()) {
            throw ProblemException.field("days", "must be a number from 1 to 90");
        }
        return new Period(appId, now.minus(Duration.ofDays(Long.parseLong(days))));
    }
}
