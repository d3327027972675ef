package io.trunkline.broker.explain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened at one station.
 *
 * @param outcome a code, lower-case with dashes
 * @param at null where that was not written down
 */
public record Step(
        Station station, String outcome, @Nullable Instant at) {}
