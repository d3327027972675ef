package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Publication;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One who takes publications from a cursor; safe for many threads. */
public final class Member {
    private final Cursor cursor;
    private final @Nullable Reader reader;
    private final @Nullable Runnable wake;
    private final Set<Entry> leases = new LinkedHashSet<>();
    private int window;
    private int lapsed;
    private boolean awake;
    private boolean gone;
    private long served;
    private long heard = -1;

    /**
     * For whom a member takes publications, and who says of each when it is gone.
     *
     * @param name as listeners know it
     * @param wanted what it takes
     */
    public record Reader(String name, Predicate<Publication> wanted) {}

    /** @param reader null for one who takes all, and need not say when it is gone */
    Member(Cursor cursor, int window, @Nullable Runnable wake, @Nullable Reader reader) {
        this.cursor = cursor;
        this.window = window;
        this.wake = wake;
        this.reader = reader;
    }

    /**
     * Takes what there is, at once, for as long as the cursor's settings say.
     *
     * @param max at most so many, and no more than its window has room for
     * @return fails with Refused UNAVAILABLE when the log cannot be read
     */
    public Mono<List<Lease>> take(int max) {
        return cursor.take(this, Most.of(max), null);
    }

    /** The same; of so many bytes, or one. */
    public Mono<List<Lease>> take(int max, int bytes) {
        return cursor.take(this, new Most(max, bytes), null);
    }

    /** The same, for so long; zero for as long as it is a member. */
    public Mono<List<Lease>> take(int max, Duration visibility) {
        return cursor.take(this, Most.of(max), visibility);
    }

    /** Ends its membership; what it has not settled goes to others at once. */
    public void leave() {
        cursor.leave(this);
    }

    /** From now on it may have so many at once; what it has, it keeps. */
    public void resize(int next) {
        cursor.change(lending -> window = next);
    }

    /** Its reader is done with one; that is saved soon. What was given to others meanwhile counts if none of them has acknowledged it. */
    public void settle(String lease) {
        cursor.settle(this, lease);
    }

    /** Its reader has one not any more, and has not seen it: it is the next that others get. */
    public void giveBack(String lease) {
        cursor.change(lending -> lending.giveBack(this, lease));
    }

    /** Others may have one as well, for its reader is not heard of; it takes its place here until its reader settles it. */
    public void lapse(String lease) {
        cursor.change(lending -> lending.lapse(this, lease));
    }

    /** It has one to itself for as long as it is a member. */
    public void hold(String lease) {
        cursor.change(lending -> lending.hold(this, lease));
    }

    /** As listeners know it; null for nobody in particular. */
    @Nullable
    String reader() {
        return reader == null ? null : reader.name();
    }

    boolean wants(Entry entry) {
        return reader == null || reader.wanted().test(entry.publication());
    }

    /** There was nothing for it among what there was. */
    void disappointed(long news) {
        heard = news;
    }

    int window() {
        return window;
    }

    /** One was taken from it that its reader still has. */
    void lapsed() {
        lapsed += reader == null ? 0 : 1;
    }

    /** Its reader has that one no more. */
    void regained() {
        lapsed = Math.max(0, lapsed - 1);
    }

    Set<Entry> leases() {
        return leases;
    }

    int free() {
        return gone ? 0 : Math.max(0, window - leases.size() - lapsed);
    }

    /** Whether it wants to be told, and was not yet. */
    boolean isAsleep() {
        return wake != null && !awake;
    }

    /** Whether there is something that was not there when there was nothing for it. */
    boolean isCurious(long news) {
        return heard != news;
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
