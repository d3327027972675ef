package io.trunkline.bench.measure;

/**
 * What one receiver has had of one sender: tells a number heard for the first time from one heard again. It remembers the
 * newest {@value #MEMORY} numbers; an older one counts as heard again.
 */
public final class SequenceCheck {
    /** How far behind the newest number a late one may come and still be recognised. */
    public static final int MEMORY = 1024;

    private final long[] heard = new long[MEMORY / Long.SIZE];
    private int newest = -1;
    private long outOfOrder;

    /** Whether {@code sequence} (0 and above) is heard for the first time. */
    public boolean accept(int sequence) {
        if (sequence > newest) {
            forget(newest + 1, sequence);
            newest = sequence;
            mark(sequence);
            return true;
        }
        if (sequence <= newest - MEMORY || isMarked(sequence)) {
            return false;
        }
        outOfOrder++;
        mark(sequence);
        return true;
    }

    /** How many numbers came after a higher one. */
    public long outOfOrder() {
        return outOfOrder;
    }

    private void forget(int from, int to) {
        for (int sequence = Math.max(from, to - MEMORY + 1); sequence <= to; sequence++) {
            heard[word(sequence)] &= ~bit(sequence);
        }
    }

    private void mark(int sequence) {
        heard[word(sequence)] |= bit(sequence);
    }

    private boolean isMarked(int sequence) {
        return (heard[word(sequence)] & bit(sequence)) != 0;
    }

    private static int word(int sequence) {
        return (sequence & (MEMORY - 1)) >>> 6;
    }

    private static long bit(int sequence) {
        return 1L << (sequence & 63);
    }
}
