package io.moquette.broker;

/** How many unacknowledged packets a client takes; unlike the jar's own it survives an acknowledgement that comes late or twice. */
final class EngineWindow implements Quota {
    private final int maximum;
    private int used;

    EngineWindow(int maximum, int used) {
        this.maximum = maximum;
        this.used = Math.min(maximum, used);
    }

    @Override
    public boolean hasLimit() {
        return true;
    }

    @Override
    public void consumeSlot() {
        used++;
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

    @Override
    public int availableSlots() {
        return Math.max(0, maximum - used);
    }
}
