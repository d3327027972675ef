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
 * @param apiCalls calls of backends
 * @param apiBytes what those cost
 * @param connections lines that were opened
 */
public record UsageRecord(
        Instant minute,
        String appId,
        long ops,
        long bytes,
        long subscribers,
        long apiCalls,
        long apiBytes,
        long connections) {}
