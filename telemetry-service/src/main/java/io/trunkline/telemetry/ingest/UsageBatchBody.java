package io.trunkline.telemetry.ingest;

import io.trunkline.telemetry.problem.ProblemCode;
import io.trunkline.telemetry.problem.ProblemException;
import io.trunkline.telemetry.usage.UsageBatch;
import io.trunkline.telemetry.usage.UsageRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A usage batch as it is sent, before anything about it is known to be true. */
record UsageBatchBody(@Nullable String node, @Nullable List<@Nullable UsageRecordBody> records) {
    private static final int MAX_NODE_LENGTH = 200;
    private static final int MAX_RECORDS = 5_000;

    /**
     * The batch, when every field holds.
     *
     * @param now a record may lie at most a day ahead of it
     * @throws ProblemException that names the first field that does not hold
     */
    UsageBatch validated(Instant now) {
        if (node == null || node.isBlank() || node.length() > MAX_NODE_LENGTH || node.indexOf('\0') >= 0) {
            throw ProblemException.field("node", "must have 1 to " + MAX_NODE_LENGTH + " characters");
        }
        if (records == null) {
            throw ProblemException.field("records", "must be a list");
        }
        if (records.size() > MAX_RECORDS) {
            throw ProblemException.of(ProblemCode.TOO_LARGE, "a batch has at most " + MAX_RECORDS + " records");
        }
        return new UsageBatch(
                node,
                IntStream.range(0, records.size())
                        .mapToObj(index -> record(records.get(index), "records[" + index + "]", now))
                        .toList());
    }

    private static UsageRecord record(@Nullable UsageRecordBody body, String path, Instant now) {
        if (body == null) {
            throw ProblemException.field(path, "must be a record");
        }
        return body.validated(path, now);
    }
}
