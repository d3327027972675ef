package io.trunkline.admin.topics;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * The settings of one topic, or of all that match a pattern, in one application.
 *
 * @param pattern a topic's name, a filter by MQTT levels, or a glob; it is what the setting is found by
 * @param version the version the application had when the setting became what it is: also its ETag
 */
@JsonPropertyOrder({"pattern", "version", "createdAt", "updatedAt"})
record TopicSetting(
        String pattern,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @JsonUnwrapped TopicSettings settings) {}
