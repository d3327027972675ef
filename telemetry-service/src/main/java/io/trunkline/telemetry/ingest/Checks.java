package io.trunkline.telemetry.ingest;

import io.trunkline.telemetry.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every record of a batch must hold, whatever it counts. */
final class Checks {
    private static final Pattern APP_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    // a minute at 16 GB per second; even a year of such minutes sums up within 64 bits
    private static final long MAX_COUNT = 1_000_000_000_000L;

    private Checks() {}

    static Instant begin(@Nullable Instant time, ChronoUnit unit, String path, Instant now) {
        if (time == null || !time.equals(time.truncatedTo(unit))) {
            var what = unit.name().toLowerCase(Locale.ROOT).replaceFirst("s$", "");
            var like = Instant.parse("2026-11-21T04:00:00Z").truncatedTo(unit);
            throw ProblemException.field(path, "must be a full " + what + ", like " + like);
        }
        if (time.isBefore(BEGIN) || time.isAfter(now.plus(AHEAD))) {
            throw ProblemException.field(path, "must lie between the year 2020 and tomorrow");
        }
        return time;
    }

    static String appId(@Nullable String appId, String path) {
        if (appId == null || !APP_ID.matcher(appId).matches()) {
            throw ProblemException.field(path, "must have 32 lower-case hex digits");
        }
        return appId;
    }

    static long count(@Nullable Long count, String path) {
        if (count == null || count < 0 || count > MAX_COUNT) {
            throw ProblemException.field(path, "must be a number from 0 to " + MAX_COUNT);
        }
        return count;
    }

    /** One that gateways did not tell from the beginning. */
    static long laterCount(@Nullable Long count, String path) {
        return count == null ? 0 : count(count, path);
    }
}
