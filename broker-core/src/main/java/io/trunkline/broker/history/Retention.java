package io.trunkline.broker.history;

import java.time.Duration;

/**
 * What a topic remembers.
 *
 * @param size the newest publications kept; 0 for no history
 * @param age how long they are kept; of no matter without history
 * @param durable whether what was acknowledged survives the end of the process and of the database
 * @param state whether the topic's last publication is kept, as if all were published with retain
 */
public record Retention(int size, Duration age, boolean durable, boolean state) {
    /** The longest that anything is kept. */
    public static final Duration LONGEST = Duration.ofDays(31);

    /** How long history is kept where nothing else is said. */
    public static final Duration USUAL = Duration.ofDays(7);

    /** Nothing. */
    public static final Retention NONE = new Retention(0, USUAL, false, false);

    public Retention {
        if (size < 0 || age.isNegative() || age.isZero() || age.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a history has a size and an age of up to " + LONGEST.toDays() + " days");
        }
        if (durable && size == 0 && !state) {
            throw new IllegalArgumentException("nothing that is kept cannot be durable");
        }
    }

    /** The newest publications, for the usual time. */
    public static Retention ofSize(int size) {
        return new Retention(size, USUAL, false, false);
    }

    /** The same, which survives. */
    public Retention asDurable() {
        return new Retention(size, age, true, state);
    }

    /** The same, and the last publication if {@code yes}. */
    public Retention orState(boolean yes) {
        return yes && !state ? new Retention(size, age, durable, true) : this;
    }

    /** Whether there is a history. */
    public boolean keepsHistory() {
        return size > 0;
    }

    /** Whether there is anything at all. */
    public boolean keepsAnything() {
        return size > 0 || state;
    }
}
