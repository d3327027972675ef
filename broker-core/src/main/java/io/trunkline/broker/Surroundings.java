package io.trunkline.broker;

import io.trunkline.broker.cursor.CursorPorts;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/**
 * Everything the core would otherwise ask the world for, handed in so that a whole cluster can run on virtual time from one seed.
 *
 * @param node the node's own id, 8 hex digits; connection ids begin with it
 * @param clock the wall clock, for stamps only
 * @param ticker monotonic nanoseconds, for rates
 * @param random for ids; unpredictable in production, safe for many threads
 * @param scheduler for what happens later; nothing that it runs blocks
 */
public record Surroundings(
        String node, InstantSource clock, LongSupplier ticker, RandomGenerator random, Scheduler scheduler) {
    public Surroundings {
        if (!node.matches("[0-9a-f]{8}")) {
            throw new IllegalArgumentException("a node id is 8 hex digits");
        }
    }

    /** What cursors need of it. */
    CursorPorts.Time time() {
        return new CursorPorts.Time(clock, ticker, random, scheduler);
    }
}
