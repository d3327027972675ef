package io.trunkline.gateway.frame;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;

/** Topics as clients and backends of the JSON doors name them: shorter than the core allows, for a frame has to hold its payload as well (spec, section 14). */
public final class JsonTopics {
    /** In UTF-16 code units. */
    public static final int MAX_LENGTH = 256;

    private JsonTopics() {}

    /** The topic of this name. @throws Refused INVALID_TOPIC */
    public static Topic of(String name) {
        if (name.length() > MAX_LENGTH) {
            throw new Refused(Reason.INVALID_TOPIC, "a topic has at most " + MAX_LENGTH + " characters");
        }
        return Topic.of(name);
    }
}
