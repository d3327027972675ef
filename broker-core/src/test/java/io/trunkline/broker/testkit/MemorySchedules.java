package io.trunkline.broker.testkit;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.schedule.ScheduleStore;
import io.trunkline.broker.schedule.Scheduled;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store that outlives the brokers of a test, and fails when it is told to. */
public final class MemorySchedules implements ScheduleStore {
    private final Map<String, Scheduled> kept = new ConcurrentHashMap<>();
    private volatile boolean broken;

    /** From now on nothing is kept, or can be dropped. */
    public void breakDown() {
        broken = true;
    }

    /** From now on it works. */
    public void mend() {
        broken = false;
    }

    /** How many are kept. */
    public int size() {
        return kept.size();
    }

    @Override
    public Mono<Void> keep(Scheduled scheduled) {
        return working(() -> kept.put(scheduled.key(), scheduled));
    }

    @Override
    public Mono<Void> drop(Scheduled scheduled) {
        return working(() -> kept.remove(scheduled.key()));
    }

    @Override
    public Flux<Scheduled> all() {
        return working(() -> {})
                .thenMany(Flux.defer(
                        () -> Flux.fromStream(kept.values().stream().sorted(Comparator.comparing(Scheduled::due)))));
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return working(() -> kept.values().removeIf(one -> one.application().equals(application)));
    }

    private Mono<Void> working(Runnable work) {
        return Mono.fromRunnable(() -> {
            if (broken) {
                throw new Refused(Reason.UNAVAILABLE);
            }
            work.run();
        });
    }
}
