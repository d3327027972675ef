package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.trunkline.gateway.database.Database;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Gets one batch after the other committed, each once, whatever becomes of connections meanwhile: what was lost on its way is looked for before anything else is
 * written. All of it happens on the one thread of its writer.
 */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration RECLAIM_PAUSE = Duration.ofMinutes(1);

    private final Parts parts;
    private final int slot;
    private final Scheduler scheduler;
    private final Standing standing;
    private @Nullable Session session;
    private @Nullable Batch sent;
    private long reclaimed;
    private boolean failing;

    /**
     * What it works with; all but the endings is shared by all senders.
     *
     * @param suspect told of topics whose value in the database may be what was refused
     */
    record Parts(
            Database database,
            Catalogue catalogue,
            Partitions partitions,
            Endings endings,
            Consumer<Shelf.Key> suspect) {}

    /** Somebody else has the place, or had it. */
    private static final class PlaceLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PlaceLost() {
            super("another gateway has written", null, false, false);
        }
    }

    /** @param lost told when another gateway has written what this one does not know of */
    Sender(Parts parts, int slot, Scheduler scheduler, Runnable lost) {
        this.parts = parts;
        this.slot = slot;
        this.scheduler = scheduler;
        this.standing = new Standing(slot, lost, parts.suspect());
    }

    /** Completes when the batch is committed; tries again until then, or until that is of no use. When cancelled the batch is given up. */
    Mono<Void> send(Batch batch) {
        return Mono.defer(() -> attempt(batch))
                .onErrorMap(Sender::asRefusal)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(fault -> Faults.refusal(fault) == null)
                        .scheduler(scheduler))
                .doOnCancel(batch::giveUp);
    }

    private static Throwable asRefusal(Throwable fault) {
        var no = Faults.refusal(fault);
        return no == null ? fault : no;
    }

    Endings endings() {
        return parts.endings();
    }

    /** Opens a connection where there is none, to see whether the database is there. */
    Mono<Void> probe() {
        return Mono.defer(() -> session().then());
    }

    /** Does something else on the same connection. */
    Mono<Void> run(Function<Connection, Mono<Void>> work) {
        return ran(work).then();
    }

    /** The same, after which whoever else writes here has to look anew. */
    Mono<Void> runAlone(Function<Connection, Mono<Void>> work) {
        return ran(work).flatMap(this::reopened).then();
    }

    private Mono<Session> ran(Function<Connection, Mono<Void>> work) {
        return Mono.defer(this::session)
                .flatMap(open -> work.apply(open.connection())
                        .publishOn(scheduler)
                        .doOnError(fault -> drop(open))
                        .doOnCancel(() -> drop(open))
                        .thenReturn(open));
    }

    private Mono<Void> attempt(Batch batch) {
        return session().flatMap(open -> batch.isCommitted() ? Mono.empty() : write(open, batch));
    }

    private Mono<Void> write(Session open, Batch batch) {
        return parts.partitions()
                .ready(batch.written(), batch.longest())
                .publishOn(scheduler)
                .then(Mono.defer(() -> placed(open, batch)))
                .doOnError(fault -> drop(open))
                .doOnCancel(() -> drop(open))
                .then(Mono.defer(() -> batch.all().isEmpty() ? committed(open, batch) : commit(open, batch)));
    }

    private Mono<Void> placed(Session open, Batch batch) {
        var unplaced = batch.unplaced();
        return unplaced.isEmpty()
                ? Mono.empty()
                : parts.catalogue()
                        .place(open.connection(), unplaced)
                        .publishOn(scheduler)
                        .then(Mono.defer(() -> batch.unplaced().isEmpty() ? Mono.empty() : crowded(open, batch)));
    }

    /** There are too many topics: those that nothing is left of make room, but that is not tried all the time. */
    private Mono<Void> crowded(Session open, Batch batch) {
        var now = scheduler.now(TimeUnit.MILLISECONDS);
        if (now - reclaimed < RECLAIM_PAUSE.toMillis()) {
            batch.turnAway();
            return Mono.empty();
        }
        reclaimed = now;
        return parts.catalogue()
                .reclaim(open.connection(), batch.unplaced())
                .publishOn(scheduler)
                .doOnSuccess(done -> standing.lost())
                .then(Mono.error(PlaceLost::new));
    }

    private Mono<Void> commit(Session open, Batch batch) {
        batch.number(parts.endings()::isKept);
        sent = batch;
        return open.commit(batch)
                .publishOn(scheduler)
                .doOnTerminate(() -> sent = null)
                .doOnError(fault -> failed(open, batch, fault))
                .doOnCancel(() -> cancelled(open, batch))
                .flatMap(done -> done ? committed(open, batch) : fenced(open));
    }

    private Mono<Void> committed(Session open, Batch batch) {
        standing.wrote(open);
        if (failing) {
            failing = false;
            LOG.info("event=batches-succeed-again slot={}", slot);
        }
        batch.commit();
        return Mono.empty();
    }

    private Mono<Void> fenced(Session open) {
        drop(open);
        return Mono.error(new PlaceLost());
    }

    /** Said loud only once until one succeeds: a disk that is full must not fill with this. */
    private void failed(Session open, Batch batch, Throwable fault) {
        LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
                .log(
                        "event=batch-failed slot={} rows={} cause={}",
                        slot,
                        batch.rows().size(),
                        fault.toString());
        failing = true;
        if (Faults.isUncertain(fault)) {
            doubt(open, batch);
        } else {
            parts.partitions().lookAgain();
        }
    }

    /** Also what has ended is cancelled, when another try begins. */
    private void cancelled(Session open, Batch batch) {
        if (sent == batch) {
            sent = null;
            doubt(open, batch);
        }
    }

    private void doubt(Session open, Batch batch) {
        standing.doubt(batch);
        drop(open);
    }

    private void drop(Session open) {
        if (session == open) {
            session = null;
        }
        open.close().subscribe();
    }

    private Mono<Session> session() {
        var open = session;
        return open == null ? opened() : open.isOpen().flatMap(there -> there ? Mono.just(open) : reopened(open));
    }

    private Mono<Session> reopened(Session gone) {
        drop(gone);
        return opened();
    }

    private Mono<Session> opened() {
        return parts.database()
                .ready()
                .then(Session.open(parts.database(), slot))
                .publishOn(scheduler)
                .flatMap(open -> standing.settle(open, scheduler)
                        .doOnError(fault -> drop(open))
                        .doOnCancel(() -> drop(open))
                        .thenReturn(open))
                .doOnNext(open -> session = open);
    }

    /** The last word. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            var open = session;
            session = null;
            return open == null ? Mono.empty() : open.close();
        });
    }
}
