package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;

/**
 * What was counted for one topic over some time.
 *
 * @param topic its name; empty for all those together that were not counted by name
 * @param ops publications
 * @param bytes octets of their payloads
 */
record TopicCounted(ApplicationId application, String topic, long ops, long bytes) {
    /** As many topics of an application are counted by name. */
    static final int MOST = 1_000;

    static final String OTHERS = "";

    TopicCounted plus(TopicCounted more) {
        return new TopicCounted(application, topic, ops + more.ops, bytes + more.bytes);
    }
}
