package io.trunkline.broker.history;

/**
 * How much a topic remembers.
 *
 * @param size the newest publications kept; 0 for no history
 */
public record Retention(int size) {
    public static final Retention NONE = new Retention(0);
}
