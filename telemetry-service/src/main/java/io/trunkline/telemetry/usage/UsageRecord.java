package io.trunkline.telemetry.usage;

import java.time.Instant;

/**
 * What one application has used on one node within one minute, counted up to now.
 *
 * @param minute its begin, on the full minute
 * @param appId 32 hex digits
 * @param ops publications
 * @param bytes octets of their payloads
 * @param subscribers receivers they were offered to, summed up
 */
public record UsageRecord(Instant minute, String appId, long ops, long bytes, long subscribers) {}
