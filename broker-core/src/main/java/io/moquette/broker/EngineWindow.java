package io.moquette.broker;

/** How many unacknowledged packets a client takes; unlike the jar's own it survives an acknowledgement that comes late or twice. */
final class EngineWindow implements Quota {
    private final int maximum;
    private final int released;
    private final EnginePacketIds ids;
    private int used;

    /**
     * A window that is empty but for the released.
     *
     * @param released packets that already wait for PUBCOMP: they fill the window, and are sent again without asking for room
     * @param ids of the packets in it
     */
    EngineWindow(int maximum, int released, EnginePacketIds ids) {
        this.maximum = maximum;
        this.released = released;
        this.ids = ids;
        this.used = released;
    }

    @Override
    public boolean hasLimit() {
        return true;
    }

    /** The jar asks for a packet id next. */
    @Override
    public void consumeSlot() {
        used++;
        ids.passOverThoseInFlight();
    }

    @Override
    public void releaseSlot() {
        used = Math.max(0, used - 1);
    }

    @Override
    public boolean hasFreeSlots() {
        return used < maximum;
    }

    @Override
    public int getMaximum() {
        return maximum;
    }

    /** Only asked for how much may be sent again. */
    @Override
    public int availableSlots() {
        return Math.min(maximum, Math.max(0, maximum - used + released));
    }
}
