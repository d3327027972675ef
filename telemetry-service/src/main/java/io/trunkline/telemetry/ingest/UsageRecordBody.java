package io.trunkline.telemetry.ingest;

import io.trunkline.telemetry.usage.UsageRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One record of a {@link UsageBatchBody}, as it is sent; batches of older gateways, which may have waited on their disks, end with the subscribers. */
record UsageRecordBody(
        @Nullable Instant minute,
        @Nullable String appId,
        @Nullable Long ops,
        @Nullable Long bytes,
        @Nullable Long subscribers,
        @Nullable Long apiCalls,
        @Nullable Long apiBytes,
        @Nullable Long connections) {

    UsageRecord validated(String path, Instant now) {
        return new UsageRecord(
                Checks.begin(minute, ChronoUnit.MINUTES, path + ".minute", now),
                Checks.appId(appId, path + ".appId"),
                Checks.count(ops, path + ".ops"),
                Checks.count(bytes, path + ".bytes"),
                Checks.count(subscribers, path + ".subscribers"),
                Checks.laterCount(apiCalls, path + ".apiCalls"),
                Checks.laterCount(apiBytes, path + ".apiBytes"),
                Checks.laterCount(connections, path + ".connections"));
    }
}
