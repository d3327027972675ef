package io.trunkline.broker.explain;

import org.jspecify.annotations.Nullable;

/**
 * The answer to why a connection got or did not get a message.
 *
 * @param message null for one that is not known
 * @param connection null for one that is not known
 */
public record Explanation(
        Finding finding,
        @Nullable Sighting message,
        @Nullable Party connection) {}
