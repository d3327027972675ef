package io.trunkline.gateway.history;

import io.r2dbc.spi.Connection;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Writes the logs of some of the applications, the only one who does: while one batch is committed the next one gathers. What happens here happens on one thread,
 * and so publications are answered one after the other.
 */
final class Writer implements Saving.Lender {
    /** What has been on its way for long has this much time at least. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration GLANCE = Duration.ofMillis(10);

    private final Errands errands = new Errands();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Backlog backlog;
    private final Sender sender;
    private final Memory memory;
    private final Meters meters;
    private final Terms terms;
    private final Scheduler scheduler;
    private Disposable flight = () -> {};
    private boolean flying;
    /** Whether the last turn was an errand's. */
    private boolean lent;

    private List<Waiting> airborne = List.of();
    private volatile boolean down;
    private volatile boolean closing;
    private volatile boolean ended;

    /**
     * What all writers keep to.
     *
     * @param patience how long a publication may wait
     * @param batchRows what is committed together at most
     * @param batchBytes what is committed together at most
     * @param room for all that waits in all of them
     */
    record Terms(
            InstantSource clock,
            Ticker ticker,
            Duration patience,
            int batchRows,
            long batchBytes,
            Room room,
            Meters meters) {}

    /** Monotonic nanoseconds. */
    interface Ticker {
        long now();
    }

    Writer(Sender sender, Memory memory, Terms terms, Scheduler scheduler) {
        this.sender = sender;
        this.memory = memory;
        this.backlog = new Backlog(terms);
        this.meters = terms.meters();
        this.terms = terms;
        this.scheduler = scheduler;
    }

    /** From any thread; in the order of calls for each topic. */
    void offer(Waiting waiting) {
        if (closing) {
            throw new Refused(Reason.SHUTDOWN);
        }
        if (down) {
            throw Faults.unavailable();
        }
        backlog.add(waiting);
        wake();
    }

    Endings endings() {
        return sender.endings();
    }

    /** There is something to do. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            scheduler.schedule(this::next);
        }
    }

    private void next() {
        if (flying) {
            return;
        }
        woken.set(false);
        var errand = lent ? null : errands.take();
        lent = errand != null;
        if (errand != null) {
            run(errand);
            return;
        }
        var gathered = backlog.next(endings()::isOwed);
        if (!gathered.isEmpty()) {
            fly(new Batch(gathered, terms.clock().instant()));
        } else if (!errands.isEmpty()) {
            next();
        }
    }

    /** When those of the batch before have been answered. */
    private void run(Errands.Errand errand) {
        flying = true;
        flight = Mono.defer(() ->
                        down ? Mono.error(Faults.unavailable()) : errand.work().apply(sender))
                .subscribeOn(scheduler)
                .timeout(terms.patience(), scheduler)
                .subscribe(none -> {}, fault -> failed(errand, fault), () -> done(errand));
    }

    private void done(Errands.Errand errand) {
        goOn();
        errand.sink().success();
    }

    /** Whether it was the database is asked at once: others' errands may be many. */
    private void failed(Errands.Errand errand, Throwable fault) {
        if (down) {
            goOn();
        } else {
            probe();
        }
        errand.sink().error(fault);
    }

    private void fly(Batch batch) {
        flying = true;
        airborne = List.copyOf(batch.all());
        var began = terms.ticker().now();
        flight = sender.send(batch)
                .timeout(left(batch.all().get(0), began), scheduler)
                .subscribe(none -> {}, fault -> refuse(batch, fault), () -> land(batch, began));
    }

    private Duration left(Waiting oldest, long now) {
        var left = terms.patience().minusNanos(now - oldest.since());
        return left.compareTo(SHORT) < 0 ? SHORT : left;
    }

    /** The next one is on its way before those of this one are answered. */
    private void land(Batch batch, long began) {
        down = false;
        meters.committed(batch, Duration.ofNanos(terms.ticker().now() - began));
        var placed = batch.places().stream().map(Batch.Row::placed).toList();
        for (var i = 0; i < placed.size(); i++) {
            remember(batch.places().get(i), placed.get(i));
        }
        goOn();
        for (var i = 0; i < placed.size(); i++) {
            var waiting = batch.places().get(i).waiting();
            backlog.leave(waiting);
            waiting.sink().success(placed.get(i));
        }
        refuse(batch.over(), new Refused(Reason.LIMIT_REACHED, "the application keeps as many topics as it may"));
    }

    private void remember(Batch.Row row, Publication placed) {
        if (row.offset() > 0) {
            memory.add(row.waiting().shelf(), placed);
        }
    }

    private void refuse(Batch batch, Throwable fault) {
        var no = Faults.refusal(fault);
        if (no == null) {
            no = Faults.unavailable();
            down = true;
        }
        goOn();
        refuse(batch.all(), no);
        refuse(batch.over(), no);
    }

    private void refuse(List<Waiting> all, Refused no) {
        meters.refused(all.size());
        for (var waiting : all) {
            backlog.leave(waiting);
            waiting.sink().error(no);
        }
    }

    private void goOn() {
        flying = false;
        airborne = List.of();
        next();
    }

    /** To be called now and then: refuses what has waited too long behind a batch that does not come back, and looks for a database that went away. */
    void tick() {
        scheduler.schedule(() -> {
            refuse(backlog.late(terms.ticker().now()), Faults.unavailable());
            if (down && !flying) {
                probe();
            }
        });
    }

    private void probe() {
        flying = true;
        flight = sender.probe()
                .timeout(terms.patience(), scheduler)
                .subscribe(none -> {}, fault -> probed(true), () -> probed(false));
    }

    private void probed(boolean isDown) {
        down = isDown;
        goOn();
    }

    /** Does something on the writer's connection, between two batches. */
    @Override
    public Mono<Void> between(Function<Connection, Mono<Void>> work) {
        return errand(through -> through.run(work));
    }

    /** The same, after which whoever else writes here has to look anew. */
    Mono<Void> betweenAlone(Function<Connection, Mono<Void>> work) {
        return errand(through -> through.runAlone(work));
    }

    private Mono<Void> errand(Function<Sender, Mono<Void>> work) {
        return errands.ask(work, () -> down || ended, this::wake);
    }

    /** Lets nothing of an application be written any more that waits now. */
    void forget(ApplicationId application) {
        scheduler.schedule(() -> refuse(backlog.of(application), new Refused(Reason.UNKNOWN_APPLICATION)));
    }

    /** Takes nothing more, and completes when nothing waits any more, or when that takes too long: what is left then is refused. */
    Mono<Void> close() {
        closing = true;
        return Mono.fromSupplier(() -> flying
                        || !backlog.isEmpty()
                        || !errands.isEmpty()
                        || (!down && !endings().isSettled()))
                .subscribeOn(scheduler)
                .repeatWhen(once -> once.delayElements(GLANCE, scheduler))
                .takeUntil(busy -> !busy)
                .then()
                .timeout(FAREWELL, Mono.empty(), scheduler)
                .then(Mono.fromRunnable(this::end))
                .then(sender.close());
    }

    boolean isClosing() {
        return closing;
    }

    private void end() {
        ended = true;
        flight.dispose();
        var left = new ArrayList<>(airborne);
        left.addAll(backlog.all());
        refuse(left, new Refused(Reason.SHUTDOWN));
    }
}
