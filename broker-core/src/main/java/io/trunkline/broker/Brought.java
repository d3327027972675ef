package io.trunkline.broker;

import io.trunkline.broker.message.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of one topic's log a reader has been brought: the stretch that it is in, and those before. Guarded by {@link Seams}. */
final class Brought {
    /** Who goes back more often hears something again. */
    private static final int MOST_STRETCHES = 8;

    private static final long ELSEWHERE = -1;

    private final List<Stretch> before = new ArrayList<>(0);
    /** The log is brought from behind this, */
    private @Nullable Position from;
    /** and has been up to this; */
    private @Nullable Position at;
    /** with what the reader published itself. */
    private boolean own;
    /** nothing behind this was brought or went by. */
    private @Nullable Position top;

    /**
     * Of the log, all that is behind one position up to another.
     *
     * @param own whether that is with what the reader published itself
     * @param left when it was left, by the count of {@link Seams}: who asked later is brought it again
     */
    private record Stretch(Position after, Position last, boolean own, long left) {
        boolean holds(Position position, boolean isOwn) {
            return LiveTail.isUpTo(position, last) && !LiveTail.isUpTo(position, after) && (own || !isOwn);
        }
    }

    /** Up to where; null for nowhere. */
    @Nullable
    Position at() {
        return at;
    }

    @Nullable
    Position top() {
        return top;
    }

    /** Whether going on from here brings all that is behind a position, or has. */
    boolean covers(@Nullable Position after, boolean withOwn) {
        return from != null && (after == null || LiveTail.isUpTo(from, after)) && (own || !withOwn);
    }

    /** What follows need not follow what was brought. */
    void breakOff(long now) {
        leave(now);
        from = null;
        at = null;
    }

    /** The reader has all up to there from elsewhere: it does not come live, but whoever asks for it is brought it. */
    void assume(Position last) {
        add(new Stretch(new Position(last.epoch(), 0), last, true, ELSEWHERE));
    }

    /** What follows is brought from behind another position. */
    void goBack(@Nullable Position after, boolean withOwn, long now) {
        leave(now);
        from = after;
        at = after;
        own = withOwn;
    }

    private void leave(long now) {
        if (from != null && at != null && !at.equals(from)) {
            add(new Stretch(from, at, own, now));
        }
    }

    private void add(Stretch stretch) {
        before.add(stretch);
        if (before.size() > MOST_STRETCHES) {
            before.remove(0);
        }
    }

    boolean isFollowedBy(@Nullable Position next) {
        return next != null && at != null && next.epoch().equals(at.epoch()) && next.offset() == at.offset() + 1;
    }

    /**
     * The next of the log was read.
     *
     * @param asked when the last of those asked for it who are to have it
     * @return whether it is to be brought, because it was not since
     */
    boolean read(Position next, boolean isOwn, long asked) {
        at = next;
        top = LiveTail.isUpTo(next, top) ? top : next;
        for (var stretch : before) {
            if (stretch.left() >= asked && stretch.holds(next, isOwn)) {
                return false;
            }
        }
        return true;
    }

    /** The next of the log was read, and is for nobody: if it comes live yet, it goes by then. */
    void skip(Position next, long now) {
        leave(now);
        from = next;
        at = next;
    }

    /** It went by live, in its order; be it that the log was read from behind it by then. */
    void pass(Position position, long now) {
        if (LiveTail.isUpTo(position, at)) {
            passLate(position, now);
            return;
        }
        from = at == null ? previous(position) : from;
        at = position;
        top = LiveTail.isUpTo(position, top) ? top : position;
    }

    private void passLate(Position position, long now) {
        var newest = before.isEmpty() ? null : before.get(before.size() - 1);
        if (newest == null || newest.left() != now || !newest.last().equals(previous(position))) {
            add(new Stretch(previous(position), position, true, now));
        } else {
            before.set(before.size() - 1, new Stretch(newest.after(), position, newest.own(), now));
        }
    }

    private static Position previous(Position position) {
        return new Position(position.epoch(), position.offset() - 1);
    }

    /** Whether it was brought, or went by. */
    boolean has(Position position, boolean isOwn) {
        if (isCurrent(position) && (own || !isOwn)) {
            return true;
        }
        for (var stretch : before) {
            if (stretch.holds(position, isOwn)) {
                return true;
            }
        }
        return false;
    }

    private boolean isCurrent(Position position) {
        return from != null && LiveTail.isUpTo(position, at) && !LiveTail.isUpTo(position, from);
    }

    /** Whether nothing is missing from one position to another. */
    boolean hasAll(Position first, Position last) {
        var next = first;
        while (LiveTail.isUpTo(next, last)) {
            var end = end(next);
            if (end == null) {
                return false;
            }
            next = new Position(end.epoch(), end.offset() + 1);
        }
        return true;
    }

    /** The end of what holds it; null for none. */
    private @Nullable Position end(Position position) {
        if (isCurrent(position)) {
            return at;
        }
        for (var stretch : before) {
            if (stretch.holds(position, false)) {
                return stretch.last();
            }
        }
        return null;
    }
}
