package io.trunkline.broker.cursor;

import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Slice;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** How one cursor reads on in its topics' logs: a page at a time, whoever asks. */
final class Reading {
    /** Read at once. */
    private static final int PAGE = 128;

    private final CursorId id;
    private final CursorPorts ports;
    private final Tracks tracks;
    private final Desk desk;
    private final Object lock;
    private final Consumer<Runnable> act;
    private final Pages pages = new Pages();

    /**
     * A cursor's way through its logs.
     *
     * @param lock guards the tracks and the desk
     * @param act does something to them under it, and what follows from that
     */
    Reading(CursorId id, CursorPorts ports, Desk desk, Object lock, Consumer<Runnable> act) {
        this.id = id;
        this.ports = ports;
        this.tracks = desk.tracks();
        this.desk = desk;
        this.lock = lock;
        this.act = act;
    }

    /** Whether there is more, and room for it. Under the lock. */
    boolean goesOn() {
        return desk.room() > 0 && tracks.next() != null;
    }

    /** Reads on in one topic; who comes while somebody does gets the same. */
    Mono<Void> on() {
        return pages.read(this::page);
    }

    private Mono<Void> page() {
        synchronized (lock) {
            var track = tracks.next();
            if (track == null) {
                return Mono.empty();
            }
            var retention = ports.host().retention(id.application(), track.topic());
            if (!retention.keepsHistory()) {
                tracks.nothing(track);
                return Mono.empty();
            }
            var limit = track.ask(Math.min(PAGE, desk.room()));
            return ports.log()
                    .read(new Range(id.application(), track.topic(), retention, track.since(), limit))
                    .defaultIfEmpty(Slice.NONE)
                    .doOnNext(slice -> act.accept(() -> desk.read(track, slice)))
                    .then();
        }
    }
}
