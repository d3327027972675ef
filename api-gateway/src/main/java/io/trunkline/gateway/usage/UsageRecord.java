package io.trunkline.gateway.usage;

import java.time.Instant;

/** One record of a {@link UsageBatch}, as the telemetry-service takes it: the counts of one application within one minute. */
record UsageRecord(Instant minute, String appId, long ops, long bytes, long subscribers) {

    static UsageRecord of(Instant minute, Counted counted) {
        return new UsageRecord(
                minute, counted.application().value(), counted.ops(), counted.bytes(), counted.subscribers());
    }
}
