package io.trunkline.telemetry.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The topics of an application that were published to most, the busiest first, and what was published on all topics, also those that are not listed.
 *
 * @param ops publications
 * @param bytes octets of their payloads
 */
@JsonPropertyOrder({"ops", "bytes", "records"})
record TopTopicsReport(long ops, long bytes, List<Busy> records) {

    /** One topic. */
    @JsonPropertyOrder({"topic", "ops", "bytes"})
    record Busy(String topic, long ops, long bytes) {}
}
