package io.trunkline.gateway.history;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** How far one writer knows its row to have come: whether anybody else has written, and whether the batch was committed that nobody answered for. On its thread. */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final long NEVER = -1;

    private final int slot;
    private final Runnable lost;
    private final Consumer<Shelf.Key> suspect;
    private @Nullable Batch doubtful;
    private long known = NEVER;

    /**
     * Nothing is known yet.
     *
     * @param lost told when another gateway has written what this one does not know of
     * @param suspect told of topics whose value in the database may be what was refused
     */
    Standing(int slot, Runnable lost, Consumer<Shelf.Key> suspect) {
        this.slot = slot;
        this.lost = lost;
        this.suspect = suspect;
    }

    /** What is known is not to be relied on any more. */
    void lost() {
        lost.run();
    }

    /** This session has written the last. */
    void wrote(Session open) {
        known = open.seq();
    }

    /** It was sent, and nobody heard whether it was committed. */
    void doubt(Batch sent) {
        doubtful = sent;
    }

    /** Before a new session writes: the one before may have sent something of which nobody heard. */
    Mono<Void> settle(Session open, Scheduler scheduler) {
        var lastOfOthers = open.seq() - 1;
        var batch = doubtful;
        if (batch == null) {
            return Mono.fromRunnable(() -> compare(open, lastOfOthers, known));
        }
        return open.holds(batch)
                .publishOn(scheduler)
                .flatMap(there -> there && batch.isGivenUp()
                        ? open.remove(batch).thenReturn(true).publishOn(scheduler)
                        : Mono.just(there))
                .doOnNext(there -> settled(open, batch, there))
                .then();
    }

    private void settled(Session open, Batch batch, boolean there) {
        LOG.info(
                "event=batch-settled slot={} rows={} committed={} refused={}",
                slot,
                batch.rows().size(),
                there,
                batch.isGivenUp());
        doubtful = null;
        compare(open, open.seq() - 1, there ? known + batch.span() : known);
        if (batch.isGivenUp()) {
            batch.values().forEach(row -> suspect.accept(row.waiting().shelf().key()));
        } else if (there) {
            batch.commit();
        }
    }

    /** Where the writers' row stands tells whether anybody else has written. */
    private void compare(Session open, long found, long expected) {
        if (known != NEVER && found != expected) {
            lost.run();
        }
        known = open.seq();
    }
}
