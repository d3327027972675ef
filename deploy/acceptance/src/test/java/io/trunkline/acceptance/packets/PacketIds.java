package io.trunkline.acceptance.packets;

import java.util.HashMap;
import java.util.Map;

/** The server's packet identifiers, which it may choose as it likes: the first that is in use is {@code #1}, the next {@code #2}; once settled, an identifier is free. */
final class PacketIds {
    /** What a server has not sent cannot be answered. */
    static final int NONE = -1;

    private final Map<Integer, Integer> labels = new HashMap<>();
    private int given;

    synchronized String label(int packetId) {
        return "#" + labels.computeIfAbsent(packetId, unknown -> ++given);
    }

    /** The identifier of {@code #n}, if there is one, or the number as it is. */
    synchronized int packetId(String label) {
        if (!label.startsWith("#")) {
            return Integer.decode(label);
        }
        var wanted = Integer.valueOf(label.substring(1));
        return labels.entrySet().stream()
                .filter(entry -> entry.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(NONE);
    }

    synchronized void settled(int packetId) {
        labels.remove(packetId);
    }
}
