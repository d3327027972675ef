package io.trunkline.broker.cursor;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One who takes publications from a cursor; safe for many threads. */
public final class Member {
    private final Cursor cursor;
    private final int window;
    private final @Nullable Runnable wake;
    private final Set<Entry> leases = new LinkedHashSet<>();
    private boolean awake;
    private boolean gone;
    private long served;

    Member(Cursor cursor, int window, @Nullable Runnable wake) {
        this.cursor = cursor;
        this.window = window;
        this.wake = wake;
    }

    /**
     * Takes what there is, at once, for as long as the cursor's settings say.
     *
     * @param max at most so many, and no more than its window has room for
     * @return fails with Refused UNAVAILABLE when the log cannot be read
     */
    public Mono<List<Lease>> take(int max) {
        return cursor.take(this, max, null);
    }

    /** The same, for so long; zero for as long as it is a member. */
    public Mono<List<Lease>> take(int max, Duration visibility) {
        return cursor.take(this, max, visibility);
    }

    /** Ends its membership; what it has not settled goes to others at once. */
    public void leave() {
        cursor.leave(this);
    }

    Set<Entry> leases() {
        return leases;
    }

    int free() {
        return gone ? 0 : Math.max(0, window - leases.size());
    }

    /** Whether it wants to be told, and was not yet. */
    boolean isAsleep() {
        return wake != null && !awake;
    }

    boolean isAwake() {
        return awake;
    }

    /** It is to be told: the way to do so. */
    @Nullable
    Runnable wake() {
        awake = true;
        return wake;
    }

    /** It has asked. */
    void asked() {
        awake = false;
    }

    boolean isGone() {
        return gone;
    }

    void go() {
        gone = true;
    }

    /** The turn in which it last got something. */
    long served() {
        return served;
    }

    void served(long turn) {
        served = turn;
    }
}
