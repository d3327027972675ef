package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.trunkline.gateway.database.Database;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
    private static final long NEVER = -1;

    private final Parts parts;
    private final int slot;
    private final Scheduler scheduler;
    private final Runnable lost;
    private @Nullable Session session;
    private @Nullable Batch sent;
    private @Nullable Batch doubtful;
    private long known = NEVER;
    private long reclaimed;
    private boolean failing;

    /** What all senders share. */
    record Parts(Database database, Catalogue catalogue, Partitions partitions) {}

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
        this.lost = lost;
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

    /** Opens a connection where there is none, to see whether the database is there. */
    Mono<Void> probe() {
        return Mono.defer(() -> session().then());
    }

    /** Does something else on the same connection. */
    Mono<Void> run(Function<Connection, Mono<Void>> work) {
        return Mono.defer(() -> session()
                .flatMap(open -> work.apply(open.connection())
                        .publishOn(scheduler)
                        .doOnError(fault -> drop(open))
                        .doOnCancel(() -> drop(open))));
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
                .doOnSuccess(done -> lost.run())
                .then(Mono.error(PlaceLost::new));
    }

    private Mono<Void> commit(Session open, Batch batch) {
        batch.number();
        sent = batch;
        return open.commit(batch)
                .publishOn(scheduler)
                .doOnTerminate(() -> sent = null)
                .doOnError(fault -> failed(open, batch, fault))
                .doOnCancel(() -> cancelled(open, batch))
                .flatMap(done -> done ? committed(open, batch) : fenced(open));
    }

    private Mono<Void> committed(Session open, Batch batch) {
        known = open.seq();
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
        doubtful = batch;
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
                .flatMap(open -> settled(open)
                        .doOnError(fault -> drop(open))
                        .doOnCancel(() -> drop(open))
                        .thenReturn(open))
                .doOnNext(open -> session = open);
    }

    /** The one before may have sent something of which nobody heard. */
    private Mono<Void> settled(Session open) {
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
                .doOnNext(there -> settle(open, batch, there))
                .then();
    }

    private void settle(Session open, Batch batch, boolean there) {
        LOG.info(
                "event=batch-settled slot={} rows={} committed={} refused={}",
                slot,
                batch.rows().size(),
                there,
                batch.isGivenUp());
        doubtful = null;
        compare(open, open.seq() - 1, there ? known + batch.span() : known);
        if (there && !batch.isGivenUp()) {
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

    /** The last word. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            var open = session;
            session = null;
            return open == null ? Mono.empty() : open.close();
        });
    }
}
