package io.trunkline.gateway.usage;

import java.time.Instant;

/** One record of a {@link UsageBatch}: the counts of one topic within one hour, up to now. */
record TopicRecord(Instant hour, String appId, String topic, long ops, long bytes) {

    static TopicRecord of(Instant hour, TopicCounted counted) {
        return new TopicRecord(hour, counted.application().value(), counted.topic(), counted.ops(), counted.bytes());
    }
}
