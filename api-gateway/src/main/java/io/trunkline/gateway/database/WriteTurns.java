package io.trunkline.gateway.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Writes to the database, one at a time and in their order; changes that come while one is under way are the next one together. */
public final class WriteTurns<C> {
    private final Queue<Step<C>> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Supplier<? extends Batch<C>> batches;
    private int taken;

    /** What one statement writes. */
    public interface Batch<C> {
        /** Takes one more change; false when it has to be the next one's. An empty batch takes any. */
        boolean add(C change);

        /** Writes all of it, or nothing. */
        Mono<Void> write();
    }

    /**
     * What is to be done, in its turn.
     *
     * @param change null for what is done alone
     */
    private record Step<C>(@Nullable C change, Mono<Void> alone, MonoSink<Void> sink) {}

    /** @param batches each of them new and empty */
    public WriteTurns(Supplier<? extends Batch<C>> batches) {
        this.batches = batches;
    }

    /** Completes when the change is written, or fails as its batch does; it is written whether or not anybody waits for that. */
    public Mono<Void> write(C change) {
        return Mono.create(sink -> enter(new Step<>(change, Mono.empty(), sink)));
    }

    /** Does this behind all changes that came before, and before all that come after. */
    public Mono<Void> alone(Mono<Void> work) {
        return Mono.create(sink -> enter(new Step<>(null, work, sink)));
    }

    private void enter(Step<C> step) {
        steps.add(step);
        if (waiting.getAndIncrement() == 0) {
            Mono.defer(this::turn).repeat(this::goesOn).subscribe();
        }
    }

    private Mono<Void> turn() {
        var now = new ArrayList<Step<C>>();
        var work = take(now);
        taken = now.size();
        return work.doOnSuccess(done -> now.forEach(step -> step.sink().success()))
                .onErrorResume(fault -> {
                    now.forEach(step -> step.sink().error(fault));
                    return Mono.empty();
                });
    }

    private boolean goesOn() {
        return waiting.addAndGet(-taken) > 0;
    }

    /** The first step alone, or all changes that follow each other and go together. */
    private Mono<Void> take(List<Step<C>> now) {
        var batch = batches.get();
        for (var first = steps.peek(); first != null; first = steps.peek()) {
            var change = first.change();
            if (change == null && now.isEmpty()) {
                now.add(steps.remove());
                return first.alone();
            }
            if (change == null || !batch.add(change)) {
                break;
            }
            now.add(steps.remove());
        }
        return Mono.defer(batch::write);
    }
}
