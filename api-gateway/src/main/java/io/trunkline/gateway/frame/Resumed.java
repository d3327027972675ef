package io.trunkline.gateway.frame;

import io.trunkline.broker.message.Position;
import org.jspecify.annotations.Nullable;

/**
 * How a client goes on that asked to go on from somewhere in a topic's log.
 *
 * @param continuous whether nothing is missing between where it was and what it hears now
 * @param at the position behind which it goes on; null where the topic has no history
 */
public record Resumed(boolean continuous, @Nullable Position at) {
    /** As all doors say it. */
    public String continuity() {
        return continuous ? "resumed" : "lost";
    }
}
