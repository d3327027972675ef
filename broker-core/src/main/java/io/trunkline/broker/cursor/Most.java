package io.trunkline.broker.cursor;

/**
 * How much is taken at once.
 *
 * @param bytes of all together, unless it is one
 */
record Most(int count, long bytes) {
    static Most of(int count) {
        return new Most(count, Long.MAX_VALUE);
    }
}
