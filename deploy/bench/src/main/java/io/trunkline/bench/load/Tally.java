package io.trunkline.bench.load;

/**
 * What a load found wrong from its first publication to its last.
 *
 * @param lost deliveries that never came
 * @param duplicates deliveries that came again
 * @param outOfOrder deliveries that came after a younger one of the same publisher
 * @param strays deliveries of something that was never published, or that cannot be read
 */
public record Tally(long lost, long duplicates, long outOfOrder, long strays) {
    /** Whether every delivery came once and in order. */
    public boolean clean() {
        return lost + duplicates + outOfOrder + strays == 0;
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                lost + other.lost, duplicates + other.duplicates, outOfOrder + other.outOfOrder, strays + other.strays);
    }
}
