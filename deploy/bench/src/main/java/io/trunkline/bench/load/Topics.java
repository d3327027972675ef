package io.trunkline.bench.load;

import java.util.concurrent.atomic.AtomicInteger;

/** A topic for each round, short because it rides in every frame, so that no round hears what an earlier one left over. */
final class Topics {
    private static final AtomicInteger USED = new AtomicInteger();

    private Topics() {}

    static String next() {
        return "b" + (1000 + USED.incrementAndGet());
    }
}
