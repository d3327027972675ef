package io.trunkline.bench.load;

import io.trunkline.bench.wire.PacketIds;

/** The publications of one sender that somebody still waits for, and the number of the next. */
final class InFlight {
    /** When what nobody waits for was sent. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final int FREE = -1;

    private final int[] sequences = new int[PacketIds.COUNT];
    private final int[] missing = new int[PacketIds.COUNT];
    private final boolean[] acknowledged = new boolean[PacketIds.COUNT];
    private final long[] sentAt = new long[PacketIds.COUNT];
    private final int awaited;
    private int next;
    private int count;

    InFlight(int awaited) {
        this.awaited = awaited;
        java.util.Arrays.fill(sequences, FREE);
    }

    /** Takes the next number; answers it. Its slot must be free. */
    int send(long nanos) {
        int slot = PacketIds.slot(next);
        sequences[slot] = next;
        missing[slot] = awaited;
        acknowledged[slot] = false;
        sentAt[slot] = nanos;
        count++;
        return next++;
    }

    /** The number that is next. */
    int next() {
        return next;
    }

    int count() {
        return count;
    }

    boolean wasSent(int sequence) {
        return sequence >= 0 && sequence < next;
    }

    boolean isWaiting(int sequence) {
        return sequences[PacketIds.slot(sequence)] == sequence;
    }

    long sentAt(int sequence) {
        return sentAt[PacketIds.slot(sequence)];
    }

    /** One of those awaited has come. */
    void arrived(int sequence) {
        int slot = PacketIds.slot(sequence);
        if (--missing[slot] == 0) {
            sequences[slot] = FREE;
            count--;
        }
    }

    /** The acknowledgement for a packet has come; answers when that was sent, or {@link #UNKNOWN} for one that nobody waits for. */
    long acknowledged(int packetId) {
        int slot = packetId - 1;
        if (slot < 0 || slot >= PacketIds.COUNT || sequences[slot] == FREE || acknowledged[slot]) {
            return UNKNOWN;
        }
        acknowledged[slot] = true;
        arrived(sequences[slot]);
        return sentAt[slot];
    }

    /** Gives up the publication that holds the slot of the next; answers how many arrivals were still missing. */
    int freeNext() {
        return giveUp(PacketIds.slot(next));
    }

    /** Gives up what was sent before {@code nanos}; answers how many arrivals were still missing. */
    int giveUpBefore(long nanos) {
        int given = 0;
        for (int slot = 0; slot < PacketIds.COUNT; slot++) {
            given += sentAt[slot] - nanos < 0 ? giveUp(slot) : 0;
        }
        return given;
    }

    private int giveUp(int slot) {
        if (sequences[slot] == FREE) {
            return 0;
        }
        sequences[slot] = FREE;
        count--;
        return missing[slot];
    }
}
