package io.trunkline.telemetry.usage;

import java.time.Instant;

/**
 * What was published on one topic on one node within one hour, counted up to now.
 *
 * @param hour its begin
 * @param appId 32 hex digits
 * @param topic its name; empty for all those together that were not counted by name
 * @param ops publications
 * @param bytes octets of their payloads
 */
public record TopicRecord(Instant hour, String appId, String topic, long ops, long bytes) {}
