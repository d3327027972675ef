package io.trunkline.standalone;

import java.time.Duration;

/** How long to wait before something that has ended is started again: longer each time, until it has lasted for a while. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LASTING = Duration.ofSeconds(10);

    private Duration next = FIRST;

    /** The pause before the next try, twice as long as the one before. */
    Duration next() {
        var pause = next;
        next = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        return pause;
    }

    /** It has ended after this time: if that was long enough, the next try is a first one. */
    void lasted(Duration time) {
        if (time.compareTo(LASTING) >= 0) {
            next = FIRST;
        }
    }
}
