package io.trunkline.broker.presence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The readers of a topic, or a part of them.
 *
 * @param total how many there are in all
 * @param next the connection after which the rest begins; null when there is no more
 */
public record Attendees(
        int total, List<Present> present, @Nullable String next) {}
