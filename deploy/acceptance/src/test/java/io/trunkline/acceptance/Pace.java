package io.trunkline.acceptance;

import java.util.Random;

/** The pauses of those who check histories, of another length each time, so that what they do meets what happens in ever other places: nothing is waited for in them. */
record Pace(Random random) {

    /** Lets some time pass. */
    void pass(int atLeastMillis, int belowMillis) {
        try {
            Thread.sleep(atLeastMillis + random.nextInt(belowMillis - atLeastMillis));
        } catch (InterruptedException e) {
            throw new IllegalStateException("told to end", e);
        }
    }
}
