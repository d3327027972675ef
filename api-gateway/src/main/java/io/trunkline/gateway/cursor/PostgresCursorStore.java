package io.trunkline.gateway.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.gateway.cursor.CursorRows.Change;
import io.trunkline.gateway.database.WriteTurns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Cursors in the database: one write at a time, and what comes meanwhile, from whatever cursors, is the next. */
final class PostgresCursorStore implements CursorStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCursorStore.class);

    /** Topics in one write; a single cursor's change may be larger. */
    private static final int MOST_TOPICS = 5_000;

    private final WriteTurns<Change> turns = new WriteTurns<>(Changes::new);
    private final CursorRows rows;
    private final InstantSource clock;

    PostgresCursorStore(CursorRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** Each cursor once. */
    private final class Changes implements WriteTurns.Batch<Change> {
        private final List<Change> changes = new ArrayList<>();
        private final Set<CursorId> ids = new HashSet<>();
        private int topics;

        @Override
        public boolean add(Change change) {
            if (topics >= MOST_TOPICS || !ids.add(change.id())) {
                return false;
            }
            topics += change.saved().topics().size();
            return changes.add(change);
        }

        @Override
        public Mono<Void> write() {
            return told(rows.save(changes, clock.instant()));
        }
    }

    @Override
    public Mono<Saved> load(CursorId id) {
        return rows.load(id).onErrorMap(PostgresCursorStore::refusal);
    }

    @Override
    public Mono<Void> save(CursorId id, Saved changed) {
        return turns.write(new Change(id, changed));
    }

    @Override
    public Mono<Void> forget(CursorId id) {
        return turns.alone(told(rows.forget(id)));
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return turns.alone(told(rows.forget(application)));
    }

    @Override
    public Mono<Void> forgetUntouched(Instant since) {
        return turns.alone(told(rows.forgetUntouched(since)));
    }

    /** Once for all that it was for. */
    private static Mono<Void> told(Mono<Void> write) {
        return write.doOnError(fault -> LOG.warn("event=cursors-not-written cause={}", fault.toString()))
                .onErrorMap(PostgresCursorStore::refusal);
    }

    private static Throwable refusal(Throwable fault) {
        return fault instanceof Refused
                ? fault
                : new Refused(Reason.UNAVAILABLE, "the gateway's database does not answer");
    }
}
