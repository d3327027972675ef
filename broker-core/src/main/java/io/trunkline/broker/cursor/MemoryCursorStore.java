package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Cursors in memory, gone with the process as is the log that they are of. */
public final class MemoryCursorStore implements CursorStore {
    private final Map<CursorId, Kept> cursors = new ConcurrentHashMap<>();
    private final InstantSource clock;

    private record Kept(String filter, Instant touched, Map<Topic, Progress> topics) {}

    public MemoryCursorStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Saved> load(CursorId id) {
        return Mono.fromSupplier(() -> cursors.get(id))
                .map(kept -> new Saved(kept.filter(), List.copyOf(kept.topics().values())));
    }

    @Override
    public Mono<Void> save(CursorId id, Saved changed) {
        return Mono.fromRunnable(() -> cursors.merge(id, kept(changed), MemoryCursorStore::merged));
    }

    private Kept kept(Saved saved) {
        var topics = new LinkedHashMap<Topic, Progress>();
        saved.topics().forEach(progress -> topics.put(progress.topic(), progress));
        return new Kept(saved.filter(), clock.instant(), topics);
    }

    private static Kept merged(Kept there, Kept more) {
        there.topics().putAll(more.topics());
        return new Kept(more.filter(), more.touched(), there.topics());
    }

    @Override
    public Mono<Void> forget(CursorId id) {
        return Mono.fromRunnable(() -> cursors.remove(id));
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return Mono.fromRunnable(
                () -> cursors.keySet().removeIf(id -> id.application().equals(application)));
    }

    @Override
    public Mono<Void> forgetUntouched(Instant since) {
        return Mono.fromRunnable(
                () -> cursors.values().removeIf(kept -> kept.touched().isBefore(since)));
    }
}
