package io.trunkline.broker.testkit;

import io.trunkline.broker.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A clock, a ticker and randomness of which nothing moves by itself; nodes of one world share its time. */
public final class VirtualWorld implements InstantSource {
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final Random random;
    private volatile Instant now = Publications.TIME;
    private volatile long ticks = -1_000_000_000L;

    public VirtualWorld(long seed) {
        random = new Random(seed);
    }

    /** Lets this much time go by, on the clock and the ticker; what was to happen in it happens then, on this thread. */
    public void pass(Duration time) {
        synchronized (this) {
            now = now.plus(time);
            ticks += time.toNanos();
        }
        scheduler.advanceTimeBy(time);
    }

    /** Sets the wall clock alone, as an administrator or NTP may. */
    public synchronized void setClock(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Monotonic nanoseconds; they begin below zero and pass through it, as they may. */
    public long ticker() {
        return ticks;
    }

    /** The surroundings of a node, by its id of 8 hex digits. */
    public Surroundings node(String id) {
        return new Surroundings(id, this, this::ticker, random, scheduler);
    }
}
