package io.trunkline.bench.load;

import java.time.Duration;

/** How long a round warms up, and how long it then measures. */
public record Timing(Duration warmUp, Duration measured) {}
