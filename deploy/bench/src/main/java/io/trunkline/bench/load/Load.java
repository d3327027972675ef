package io.trunkline.bench.load;

import io.trunkline.bench.wire.PacketIds;

/**
 * One shape of traffic.
 *
 * @param publishers how many lines publish
 * @param listeners how many lines hear it
 * @param window publications in flight of each publisher
 * @param payloadSize bytes of a payload
 * @param acknowledged whether the server's acknowledgement is awaited as well (QoS 1 and 2)
 * @param pairs whether each publisher has a topic and a listener of its own; else all share one topic
 */
public record Load(int publishers, int listeners, int window, int payloadSize, boolean acknowledged, boolean pairs) {
    /** Refuses what the packet identifiers cannot carry. */
    public Load {
        if (window < 1 || window > PacketIds.COUNT / 2) {
            throw new IllegalArgumentException("a window of " + window);
        }
    }

    /** All on one topic. */
    public Load(int publishers, int listeners, int window, int payloadSize, boolean acknowledged) {
        this(publishers, listeners, window, payloadSize, acknowledged, false);
    }

    /** So many publishers, each with one listener. */
    public static Load pairs(int count, int window, int payloadSize, boolean acknowledged) {
        return new Load(count, count, window, payloadSize, acknowledged, true);
    }

    /** What must come in before a publication is done. */
    int awaited() {
        return (pairs ? 1 : listeners) + (acknowledged ? 1 : 0);
    }

    /** The topic of a line, under the one of the round. */
    String topic(String round, int line) {
        return pairs ? round + "/" + line : round;
    }
}
