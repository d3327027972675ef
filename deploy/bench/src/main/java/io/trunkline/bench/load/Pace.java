package io.trunkline.bench.load;

/** When publications are to be sent. */
interface Pace {
    /** What is not due. */
    long LATER = Long.MIN_VALUE;

    /** Each as soon as it may. */
    Pace NONE = (sender, sequence, now) -> now;

    /** When this publication was to be sent, from which its latency counts however late it goes; {@link #LATER} when its time has not come. */
    long due(int sender, int sequence, long now);

    /**
     * So many a second, evenly, each sender in its turn; what is held up does not hold up the time of what comes behind it.
     *
     * @param start when the first is due
     */
    record Steady(long start, int senders, int rate) implements Pace {
        @Override
        public long due(int sender, int sequence, long now) {
            long due = start + (long) (((double) sequence * senders + sender) * 1e9 / rate);
            return due - now > 0 ? LATER : due;
        }
    }
}
