package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.routing.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader's subscriptions want of a log while it is read. Guarded by {@link Seams}. */
final class Wants {
    private final List<Want> wants = new ArrayList<>(1);
    /** What is behind this comes live as well. */
    private @Nullable Position head;

    /** All that is behind a position, asked for at that time. */
    record Want(Subscription subscription, @Nullable Position after, long asked) {}

    /** The log begins to be read. */
    void begin(@Nullable Position newest) {
        wants.clear();
        head = newest;
    }

    /** @param hearing the subscriptions that there are to the topic; what others wanted is of no matter any more */
    void add(Want next, List<Subscription> hearing) {
        wants.removeIf(want -> !hearing.contains(want.subscription()));
        wants.add(next);
    }

    /** When the last of these asked; 0 where none has. */
    long asked(List<Subscription> due) {
        var last = 0L;
        for (var want : wants) {
            last = due.contains(want.subscription()) ? Math.max(last, want.asked()) : last;
        }
        return last;
    }

    /**
     * Whether one is to be brought it. Those that did not ask for history hear what would have come live.
     *
     * @param live the first that came live meanwhile
     */
    boolean isDue(Subscription subscription, Position position, @Nullable Position live) {
        for (var want : wants) {
            if (want.subscription() == subscription) {
                return !LiveTail.isUpTo(position, want.after());
            }
        }
        return (head != null && !LiveTail.isUpTo(position, head)) || LiveTail.isUpTo(live, position);
    }

    /** Whether all of these have asked for something. */
    boolean areOf(List<Subscription> hearing) {
        return hearing.stream().allMatch(this::isOf);
    }

    boolean areOfAny(List<Subscription> hearing) {
        return hearing.stream().anyMatch(this::isOf);
    }

    private boolean isOf(Subscription subscription) {
        for (var want : wants) {
            if (want.subscription() == subscription) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        wants.clear();
    }
}
