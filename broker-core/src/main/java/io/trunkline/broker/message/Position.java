package io.trunkline.broker.message;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.regex.Pattern;

/**
 * A place in a topic's log. On every wire it is the same text, {@code <epoch>:<offset>}.
 *
 * @param epoch names one unbroken run of the log, by lower-case letters, digits and dots; offsets of different epochs do not compare
 * @param offset counts from 1, without gaps inside an epoch; 0 stands before the first
 */
public record Position(String epoch, long offset) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-z.]{1,32}):(0|[1-9][0-9]{0,17})");

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws Refused MALFORMED for a text that no position has
     */
    public static Position parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new Refused(Reason.MALFORMED, "a position is written as <epoch>:<offset>");
        }
        return new Position(parts.group(1), Long.parseLong(parts.group(2)));
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return epoch + ':' + offset;
    }

    /** Whether it stands behind another one of its epoch; nothing is behind what is of another epoch. */
    public boolean isAfter(Position other) {
        return epoch.equals(other.epoch) && offset > other.offset;
    }
}
