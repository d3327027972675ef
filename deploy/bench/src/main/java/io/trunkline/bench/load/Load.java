package io.trunkline.bench.load;

import io.trunkline.bench.wire.PacketIds;

/**
 * One shape of traffic.
 *
 * @param publishers how many lines publish
 * @param listeners how many lines hear it; where none does the acknowledgements are counted instead of deliveries
 * @param window publications in flight of each publisher
 * @param payloadSize bytes of a payload
 * @param acknowledged whether the server's acknowledgement is awaited as well (QoS 1 and 2)
 * @param pairs whether each publisher has a topic and a listener of its own; else all share one topic
 * @param rate publications a second, of all publishers together and whatever becomes of them; 0 for as many as the window allows
 */
public record Load(
        int publishers, int listeners, int window, int payloadSize, boolean acknowledged, boolean pairs, int rate) {
    /** Refuses what the packet identifiers cannot carry. */
    public Load {
        if (window < 1 || window > PacketIds.COUNT / 2) {
            throw new IllegalArgumentException("a window of " + window);
        }
    }

    /** All on one topic. */
    public Load(int publishers, int listeners, int window, int payloadSize, boolean acknowledged) {
        this(publishers, listeners, window, payloadSize, acknowledged, false, 0);
    }

    /** So many publishers, each with one listener. */
    public static Load pairs(int count, int window, int payloadSize, boolean acknowledged) {
        return new Load(count, count, window, payloadSize, acknowledged, true, 0);
    }

    /** So many publishers, each on a topic of its own, of which only acknowledgements are awaited. */
    public static Load unheard(int publishers, int window, int payloadSize) {
        return new Load(publishers, 0, window, payloadSize, true, true, 0);
    }

    /** The same, but at a rate. */
    public Load at(int publicationsPerSecond) {
        return new Load(publishers, listeners, window, payloadSize, acknowledged, pairs, publicationsPerSecond);
    }

    /** What must come in before a publication is done. */
    int awaited() {
        return (pairs ? Math.min(1, listeners) : listeners) + (acknowledged ? 1 : 0);
    }

    /** The topic of a line, under the one of the round. */
    String topic(String round, int line) {
        return pairs ? round + "/" + line : round;
    }
}
