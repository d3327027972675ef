package io.trunkline.bench.load;

import io.trunkline.bench.wire.PacketIds;

/**
 * One shape of traffic.
 *
 * @param publishers how many lines publish to the one topic
 * @param listeners how many lines hear it
 * @param window publications in flight of each publisher
 * @param payloadSize bytes of a payload
 * @param acknowledged whether the server's acknowledgement is awaited as well (QoS 1)
 */
public record Load(int publishers, int listeners, int window, int payloadSize, boolean acknowledged) {
    /** Refuses what the packet identifiers cannot carry. */
    public Load {
        if (window < 1 || window > PacketIds.COUNT / 2) {
            throw new IllegalArgumentException("a window of " + window);
        }
    }

    /** What must come in before a publication is done. */
    int awaited() {
        return listeners + (acknowledged ? 1 : 0);
    }
}
