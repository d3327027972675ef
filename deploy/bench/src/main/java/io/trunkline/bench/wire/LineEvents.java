package io.trunkline.bench.wire;

/** What a load learns from its lines; always called on the load loop. */
public interface LineEvents {
    /**
     * Receiver {@code receiver} has got the publication that carries {@code stamp}, in {@code size} bytes of its protocol,
     * by a read at {@code nanos} of {@link System#nanoTime}.
     */
    void delivered(int receiver, long stamp, int size, long nanos);

    /** The server has taken responsibility for the packet of {@code sender} that is called {@code packetId}. */
    void acknowledged(int sender, int packetId);

    /** Everything that came in by one read has been told: a good moment to flush. */
    void settled();

    /** An open line ended, or said something that cannot be understood. */
    void broken(String why);
}
