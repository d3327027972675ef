package io.trunkline.bench.load;

import java.time.Duration;

/** Where a round stands at one moment. */
record Mark(long nanos, long deliveries, Spent spent, Duration p50, Duration p99) {}
