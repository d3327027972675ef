package io.trunkline.broker.limits;

import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Bytes taken in a day of UTC, by the wall clock. Lock-free. */
public final class DailyBytes {
    private static final long SECONDS = 86_400;

    private final InstantSource clock;
    private final AtomicReference<Day> day = new AtomicReference<>(new Day(Long.MIN_VALUE, 0));

    private record Day(long number, long taken) {}

    /** None taken yet. */
    public DailyBytes(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes so many bytes, or none and answers false when the day has not so many left. What was refused costs nothing.
     *
     * @param most bytes a day, as the setting is now
     */
    public boolean tryTake(int bytes, long most) {
        while (true) {
            var today = Math.floorDiv(clock.instant().getEpochSecond(), SECONDS);
            var known = Objects.requireNonNull(day.get());
            var taken = known.number() == today ? known.taken() : 0;
            if (bytes > most - taken) {
                return false;
            }
            if (day.compareAndSet(known, new Day(today, taken + bytes))) {
                return true;
            }
        }
    }
}
