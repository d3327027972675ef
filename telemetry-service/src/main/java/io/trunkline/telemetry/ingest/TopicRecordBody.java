package io.trunkline.telemetry.ingest;

import io.trunkline.telemetry.problem.ProblemException;
import io.trunkline.telemetry.usage.TopicRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The counts of one topic in a {@link UsageBatchBody}, as they are sent. */
record TopicRecordBody(
        @Nullable Instant hour,
        @Nullable String appId,
        @Nullable String topic,
        @Nullable Long ops,
        @Nullable Long bytes) {
    private static final int MAX_TOPIC_LENGTH = 200;

    TopicRecord validated(String path, Instant now) {
        return new TopicRecord(
                Checks.begin(hour, ChronoUnit.HOURS, path + ".hour", now),
                Checks.appId(appId, path + ".appId"),
                topic(path + ".topic"),
                Checks.count(ops, path + ".ops"),
                Checks.count(bytes, path + ".bytes"));
    }

    private String topic(String path) {
        if (topic == null || topic.length() > MAX_TOPIC_LENGTH || topic.indexOf('\0') >= 0) {
            throw ProblemException.field(path, "must have at most " + MAX_TOPIC_LENGTH + " characters");
        }
        return topic;
    }
}
