package io.trunkline.telemetry.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;

/**
 * What an application has published: in all, and by half hours in which something was published, the oldest first.
 *
 * @param bytes octets of all payloads
 * @param subscribers receivers that publications were offered to, summed up
 * @param ops publications
 */
@JsonPropertyOrder({"bytes", "subscribers", "ops", "records"})
record PublicationsReport(long bytes, long subscribers, long ops, List<HalfHour> records) {

    static PublicationsReport of(List<HalfHour> records) {
        return new PublicationsReport(
                records.stream().mapToLong(HalfHour::bytes).sum(),
                records.stream().mapToLong(HalfHour::subscribers).sum(),
                records.stream().mapToLong(HalfHour::ops).sum(),
                records);
    }

    /**
     * The same within one half hour.
     *
     * @param begin on the full or half hour, UTC
     */
    @JsonPropertyOrder({"_id", "ops", "bytes", "subscribers"})
    record HalfHour(
            @JsonProperty("_id") @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", timezone = "UTC")
            Instant begin,

            long ops,
            long bytes,
            long subscribers) {}
}
