package io.trunkline.telemetry.ingest;

import io.trunkline.telemetry.problem.ProblemException;
import io.trunkline.telemetry.usage.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One record of a {@link UsageBatchBody}, as it is sent. */
record UsageRecordBody(
        @Nullable Instant minute,
        @Nullable String appId,
        @Nullable Long ops,
        @Nullable Long bytes,
        @Nullable Long subscribers) {
    private static final Pattern APP_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    // a minute at 16 GB per second; even a year of such minutes sums up within 64 bits
    private static final long MAX_COUNT = 1_000_000_000_000L;

    UsageRecord validated(String path, Instant now) {
        return new UsageRecord(
                minute(path + ".minute", now),
                appId(path + ".appId"),
                count(ops, path + ".ops"),
                count(bytes, path + ".bytes"),
                count(subscribers, path + ".subscribers"));
    }

    private Instant minute(String path, Instant now) {
        if (minute == null || !minute.equals(minute.truncatedTo(ChronoUnit.MINUTES))) {
            throw ProblemException.field(path, "must be a full minute, like 2026-11-21T04:00:00Z");
        }
        if (minute.isBefore(BEGIN) || minute.isAfter(now.plus(AHEAD))) {
            throw ProblemException.field(path, "must lie between the year 2020 and tomorrow");
        }
        return minute;
    }

    private String appId(String path) {
        if (appId == null || !APP_ID.matcher(appId).matches()) {
            throw ProblemException.field(path, "must have 32 lower-case hex digits");
        }
        return appId;
    }

    private static long count(@Nullable Long count, String path) {
        if (count == null || count < 0 || count > MAX_COUNT) {
            throw ProblemException.field(path, "must be a number from 0 to " + MAX_COUNT);
        }
        return count;
    }
}
