package io.trunkline.broker.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log in memory: a ring per topic and a bounded store of last values per application; gone with the process, hence an epoch of its own. */
public final class MemoryTopicLog implements TopicLog {
    private final Map<ApplicationId, Retained> retained = new ConcurrentHashMap<>();
    private final Map<ApplicationId, Map<String, Ring>> rings = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final String epoch;
    private final Bounds bounds;

    /**
     * What each application may keep.
     *
     * @param topics topics with a last value, and topics with a log
     * @param bytes payloads and properties of all its last values together
     */
    public record Bounds(int topics, long bytes) {
        public static final Bounds DEFAULT = new Bounds(100_000, 64L << 20);
    }

    /** An empty log; the epoch is a fresh name for this process's run. */
    public MemoryTopicLog(InstantSource clock, String epoch, Bounds bounds) {
        this.clock = clock;
        this.epoch = epoch;
        this.bounds = bounds;
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return Mono.fromSupplier(() -> {
            var topics = rings.computeIfAbsent(publication.application(), id -> new ConcurrentHashMap<>());
            var name = publication.topic().name();
            Retained.checkRoom(topics.containsKey(name) || topics.size() < bounds.topics());
            return topics.computeIfAbsent(name, key -> new Ring(epoch)).append(publication, retention.size());
        });
    }

    @Override
    public Flux<Publication> read(ApplicationId application, Topic topic, @Nullable Position since, int limit) {
        return Flux.defer(() -> {
            var ring = rings.getOrDefault(application, Map.of()).get(topic.name());
            var after = since == null || !since.epoch().equals(epoch) ? 0 : since.offset();
            return ring == null ? Flux.empty() : Flux.fromIterable(ring.after(after, limit));
        });
    }

    @Override
    public Mono<Void> retain(Publication publication) {
        return Mono.fromRunnable(() -> retained.computeIfAbsent(publication.application(), id -> new Retained(bounds))
                .put(publication, clock.instant()));
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return Flux.defer(() -> {
            var store = retained.get(application);
            return store == null ? Flux.empty() : store.matching(filter, clock);
        });
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return Mono.fromRunnable(() -> {
            retained.remove(application);
            rings.remove(application);
        });
    }
}
