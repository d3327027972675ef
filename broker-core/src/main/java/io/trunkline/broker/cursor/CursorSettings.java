package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a cursor deals with its members.
 *
 * @param visibility how long a member has a publication to itself; zero for as long as it is a member
 * @param maxDeliveries after so many without success it is given up; 0 for never
 * @param deadLetter where it then goes; null to drop it
 * @param order what may not overtake what
 * @param linger how long the cursor is kept when it has no member
 */
public record CursorSettings(
        Duration visibility, int maxDeliveries, @Nullable Topic deadLetter, Order order, Duration linger) {
    /** Half a minute, any number of deliveries, no order, a week. */
    public static final CursorSettings DEFAULT =
            new CursorSettings(Duration.ofSeconds(30), 0, null, Order.NONE, Retention.USUAL);

    public CursorSettings {
        if (visibility.isNegative() || maxDeliveries < 0 || linger.isNegative()) {
            throw new IllegalArgumentException("settings of a cursor are not negative");
        }
    }

    public CursorSettings withVisibility(Duration next) {
        return new CursorSettings(next, maxDeliveries, deadLetter, order, linger);
    }

    /** Given up after so many deliveries, and sent to this topic, or dropped when it is null. */
    public CursorSettings withDeadLetter(int afterDeliveries, @Nullable Topic to) {
        return new CursorSettings(visibility, afterDeliveries, to, order, linger);
    }

    public CursorSettings withOrder(Order next) {
        return new CursorSettings(visibility, maxDeliveries, deadLetter, next, linger);
    }

    public CursorSettings withLinger(Duration next) {
        return new CursorSettings(visibility, maxDeliveries, deadLetter, order, next);
    }
}
