package io.trunkline.gateway.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.cursor.CursorRows.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Cursors in the database: one write at a time, and what comes meanwhile, from whatever cursors, is the next. */
final class PostgresCursorStore implements CursorStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCursorStore.class);

    /** Topics in one write; a single cursor's change may be larger. */
    private static final int MOST_TOPICS = 5_000;

    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CursorRows rows;
    private final InstantSource clock;

    /**
     * What is to be done, in its turn.
     *
     * @param change null for what is done alone
     */
    private record Step(@Nullable Change change, Mono<Void> alone, MonoSink<Void> sink) {}

    PostgresCursorStore(CursorRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public Mono<Saved> load(CursorId id) {
        return rows.load(id).onErrorMap(PostgresCursorStore::refusal);
    }

    @Override
    public Mono<Void> save(CursorId id, Saved changed) {
        return Mono.create(sink -> enter(new Step(new Change(id, changed), Mono.empty(), sink)));
    }

    @Override
    public Mono<Void> forget(CursorId id) {
        return inTurn(rows.forget(id));
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return inTurn(rows.forget(application));
    }

    @Override
    public Mono<Void> forgetUntouched(Instant since) {
        return inTurn(rows.forgetUntouched(since));
    }

    private Mono<Void> inTurn(Mono<Void> alone) {
        return Mono.create(sink -> enter(new Step(null, alone, sink)));
    }

    private void enter(Step step) {
        steps.add(step);
        if (waiting.getAndIncrement() == 0) {
            next();
        }
    }

    private void next() {
        var batch = new ArrayList<Step>();
        var changes = take(batch);
        var work = changes.isEmpty() ? batch.get(0).alone() : rows.save(changes, clock.instant());
        work.subscribe(none -> {}, fault -> failed(batch, fault), () -> done(batch));
    }

    /** The first step alone, or all changes that follow each other, each cursor once. */
    private List<Change> take(List<Step> batch) {
        var changes = new ArrayList<Change>();
        var ids = new HashSet<CursorId>();
        var topics = 0;
        for (var first = steps.peek(); first != null; first = steps.peek()) {
            var change = first.change();
            if (!batch.isEmpty() && (change == null || topics >= MOST_TOPICS || ids.contains(change.id()))) {
                return changes;
            }
            batch.add(steps.remove());
            if (change == null) {
                return changes;
            }
            ids.add(change.id());
            topics += change.saved().topics().size();
            changes.add(change);
        }
        return changes;
    }

    private void done(List<Step> batch) {
        batch.forEach(step -> step.sink().success());
        over(batch);
    }

    private void failed(List<Step> batch, Throwable fault) {
        LOG.warn("event=cursors-not-written cause={}", fault.toString());
        var no = refusal(fault);
        batch.forEach(step -> step.sink().error(no));
        over(batch);
    }

    private void over(List<Step> batch) {
        if (waiting.addAndGet(-batch.size()) > 0) {
            next();
        }
    }

    private static Throwable refusal(Throwable fault) {
        return fault instanceof Refused
                ? fault
                : new Refused(Reason.UNAVAILABLE, "the gateway's database does not answer");
    }
}
