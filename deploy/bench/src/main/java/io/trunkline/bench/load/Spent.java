package io.trunkline.bench.load;

import java.time.Duration;

/** Processor time used by the server's process tree and by the load loop. */
public record Spent(Duration server, Duration generator) {
    Spent minus(Spent earlier) {
        return new Spent(server.minus(earlier.server), generator.minus(earlier.generator));
    }
}
