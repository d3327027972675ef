package io.trunkline.telemetry.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * All that an application has used: in all, and by half hours in which something was used, the oldest first.
 *
 * @param ops publications
 * @param bytes octets of their payloads
 * @param subscribers receivers that publications were offered to, summed up
 * @param apiCalls calls of backends
 * @param apiBytes what those cost
 * @param connections lines that were opened
 */
@JsonPropertyOrder({"ops", "bytes", "subscribers", "apiCalls", "apiBytes", "connections", "records"})
record AggregatesReport(
        long ops,
        long bytes,
        long subscribers,
        long apiCalls,
        long apiBytes,
        long connections,
        List<HalfHour> records) {

    static AggregatesReport of(List<HalfHour> records) {
        return new AggregatesReport(
                sum(records, HalfHour::ops),
                sum(records, HalfHour::bytes),
                sum(records, HalfHour::subscribers),
                sum(records, HalfHour::apiCalls),
                sum(records, HalfHour::apiBytes),
                sum(records, HalfHour::connections),
                records);
    }

    private static long sum(List<HalfHour> records, ToLongFunction<HalfHour> count) {
        return records.stream().mapToLong(count).sum();
    }

    /**
     * The same within one half hour.
     *
     * @param begin on the full or half hour, UTC
     */
    @JsonPropertyOrder({"_id", "ops", "bytes", "subscribers", "apiCalls", "apiBytes", "connections"})
    record HalfHour(
            @JsonProperty("_id") @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", timezone = "UTC")
            Instant begin,

            long ops,
            long bytes,
            long subscribers,
            long apiCalls,
            long apiBytes,
            long connections) {}
}
