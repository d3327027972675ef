package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Publication;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One publication that a cursor has read and that is not settled. */
final class Entry {
    private final long number;
    private final Track track;
    private final Publication publication;
    private final @Nullable String key;
    private State state = State.BEHIND;
    private int attempts;
    private @Nullable Member holder;
    private @Nullable Member lapsed;
    private @Nullable Long due;

    /** Where it is. */
    enum State {
        /** Another of its key has to be settled first. */
        BEHIND,
        /** The next member who asks gets it. */
        READY,
        /** With a member. */
        LEASED,
        /** It failed, and waits until it is tried again. */
        DELAYED,
        /** It failed too often, and is being buried. */
        DYING,
        /** Settled. */
        DONE
    }

    /**
     * What was read.
     *
     * @param number its own inside the cursor
     * @param attempts that were made before this process began
     */
    Entry(long number, Track track, Publication publication, @Nullable String key, int attempts) {
        this.number = number;
        this.track = track;
        this.publication = publication;
        this.key = key;
        this.attempts = attempts;
    }

    long number() {
        return number;
    }

    Track track() {
        return track;
    }

    Publication publication() {
        return publication;
    }

    long offset() {
        return Objects.requireNonNull(publication.position()).offset();
    }

    @Nullable
    String key() {
        return key;
    }

    State state() {
        return state;
    }

    int attempts() {
        return attempts;
    }

    @Nullable
    Member holder() {
        return holder;
    }

    /** When something happens to it by itself; null for never. */
    @Nullable
    Long due() {
        return due;
    }

    void due(@Nullable Long at) {
        due = at;
    }

    void become(State next) {
        state = next;
    }

    /** One delivery more. */
    void lease(Member to) {
        state = State.LEASED;
        holder = to;
        attempts++;
    }

    /** Others may have it, though the last who had it may have it still; null when nobody has. */
    void lapsed(@Nullable Member from) {
        lapsed = from;
    }

    boolean hasLapsed(Member from) {
        return lapsed == from;
    }

    /** Whether a member may have it: one who wants it, and has it not already. */
    boolean isFor(Member member) {
        return !hasLapsed(member) && member.wants(this);
    }

    void release() {
        holder = null;
    }
}
