package io.trunkline.broker.observe;

import io.trunkline.broker.topic.TopicFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription asks for, as told to listeners.
 *
 * @param qos the most it wants
 * @param noLocal without what the same connection publishes
 * @param group the share name; null for a subscription of its own
 * @param began when it was made
 */
public record Interest(
        TopicFilter filter,
        int qos,
        boolean noLocal,
        @Nullable String group,
        Instant began) {}
