package io.trunkline.gateway.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/** One record of a {@link UsageBatch}, as the telemetry-service takes it: the counts of one application within one minute. */
record UsageRecord(
        Instant minute,
        String appId,
        long ops,
        long bytes,
        long subscribers,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long apiCalls,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long apiBytes,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long connections) {

    static UsageRecord of(Instant minute, Counted counted) {
        return new UsageRecord(
                minute,
                counted.application().value(),
                counted.ops(),
                counted.bytes(),
                counted.subscribers(),
                counted.apiCalls(),
                counted.apiBytes(),
                counted.connections());
    }
}
