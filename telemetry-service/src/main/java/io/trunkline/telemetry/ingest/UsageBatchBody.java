package io.trunkline.telemetry.ingest;

import io.trunkline.telemetry.problem.ProblemCode;
import io.trunkline.telemetry.problem.ProblemException;
import io.trunkline.telemetry.usage.UsageBatch;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A usage batch as it is sent, before anything about it is known to be true. */
record UsageBatchBody(
        @Nullable String node,
        @Nullable List<@Nullable UsageRecordBody> records,
        @Nullable List<@Nullable TopicRecordBody> topics,
        @Nullable List<@Nullable CountryRecordBody> countries) {
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
        return new UsageBatch(
                node,
                each(records, "records", (record, path) -> record.validated(path, now)),
                each(orNone(topics), "topics", (topic, path) -> topic.validated(path, now)),
                each(orNone(countries), "countries", (country, path) -> country.validated(path, now)));
    }

    private static <T, R> List<R> each(List<@Nullable T> sent, String name, BiFunction<T, String, R> validated) {
        if (sent.size() > MAX_RECORDS) {
            throw ProblemException.of(ProblemCode.TOO_LARGE, "a batch has at most " + MAX_RECORDS + " " + name);
        }
        return IntStream.range(0, sent.size())
                .mapToObj(index -> {
                    var path = name + "[" + index + "]";
                    return validated.apply(present(sent.get(index), path), path);
                })
                .toList();
    }

    /** Batches of older gateways, which may have waited on their disks, have less to tell. */
    private static <T> List<@Nullable T> orNone(@Nullable List<@Nullable T> sent) {
        return sent == null ? List.of() : sent;
    }

    private static <T> T present(@Nullable T record, String path) {
        if (record == null) {
            throw ProblemException.field(path, "must be a record");
        }
        return record;
    }
}
