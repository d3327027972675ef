package io.trunkline.broker.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a message reached.
 *
 * @param finding null for a message that was published, else why it was not
 * @param message null for one that is not known
 * @param reached connections that have it or will
 * @param missed connections that were subscribed to it and have it not
 * @param complete false when there are more than were asked for
 */
public record Reach(
        @Nullable Finding finding,
        @Nullable Sighting message,
        List<Explanation> reached,
        List<Explanation> missed,
        boolean complete) {}
