package io.trunkline.broker.cursor;

import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.observe.BrokerListener;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/** All that cursors ask of what is around them. */
public record CursorPorts(CursorHost host, TopicLog log, CursorStore store, BrokerListener listener, Time time) {
    /**
     * Time, and chance.
     *
     * @param clock says what has expired
     * @param ticker monotonic nanoseconds, for leases
     */
    public record Time(InstantSource clock, LongSupplier ticker, RandomGenerator random, Scheduler scheduler) {}
}
