package io.trunkline.bench.wire;

/** Which MQTT packet identifier a publication travels under: 1 to {@value #COUNT}, in turn. */
public final class PacketIds {
    /** How many identifiers are used; no more publications of one sender may be in flight. */
    public static final int COUNT = 1024;

    private PacketIds() {}

    /** The identifier of publication {@code sequence}. */
    public static int of(int sequence) {
        return 1 + slot(sequence);
    }

    /** The slot, 0 to {@code COUNT - 1}, that publication {@code sequence} occupies while in flight. */
    public static int slot(int sequence) {
        return sequence & (COUNT - 1);
    }
}
