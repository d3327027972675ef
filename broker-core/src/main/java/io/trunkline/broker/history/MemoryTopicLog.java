package io.trunkline.broker.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A log in memory: a ring per topic and a bounded store of last values per application; gone with the process, hence an epoch of its own. What is to be durable is
 * as safe here as the rest.
 */
public final class MemoryTopicLog implements TopicLog {
    private final Map<ApplicationId, Retained> retained = new ConcurrentHashMap<>();
    /** An application that is forgotten keeps its own, for the epochs that it had. */
    private final Map<ApplicationId, Rings> rings = new ConcurrentHashMap<>();

    private final InstantSource clock;
    private final String epoch;
    private final Bounds bounds;

    /**
     * What each application may keep.
     *
     * @param topics topics with a last value, and topics with a log
     * @param bytes payloads and properties of all its last values together
     * @param historyBytes all publications of its logs together
     */
    public record Bounds(int topics, long bytes, long historyBytes) {
        public static final Bounds DEFAULT = new Bounds(100_000, 64L << 20, 64L << 20);
    }

    /** An empty log; the epoch is a fresh name for this process's run. */
    public MemoryTopicLog(InstantSource clock, String epoch, Bounds bounds) {
        this.clock = clock;
        this.epoch = epoch;
        this.bounds = bounds;
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return retention.keepsHistory()
                ? Mono.create(sink -> append(publication, retention, sink))
                : Mono.fromSupplier(() -> retain(publication, retention));
    }

    private void append(Publication publication, Retention retention, MonoSink<Publication> sink) {
        var turn = new Rings.Turn(
                () -> retain(publication, retention), retention.state() ? this::place : placed -> {}, sink);
        rings(publication.application()).append(publication, retention, turn);
    }

    private Rings rings(ApplicationId application) {
        return rings.computeIfAbsent(application, id -> new Rings(clock, epoch, bounds));
    }

    private Publication retain(Publication publication, Retention retention) {
        var values = retention.state() ? values(publication.application()) : null;
        if (values != null && retention.durable()) {
            values.show(publication);
        } else if (values != null) {
            values.put(publication, clock.instant());
        }
        return publication;
    }

    private Retained values(ApplicationId application) {
        return retained.computeIfAbsent(application, id -> new Retained(bounds));
    }

    /**
     * Whether there is room for a last value. One that is durable is asked for here, committed elsewhere, and then appended: that is not refused any more.
     *
     * @throws io.trunkline.broker.refusal.Refused LIMIT_REACHED
     */
    public void checkRoom(Publication value) {
        values(value.application()).check(value, clock.instant());
    }

    private void place(Publication placed) {
        var there = retained.get(placed.application());
        if (there != null) {
            there.place(placed);
        }
    }

    @Override
    public Mono<Slice> read(Range range) {
        return Mono.fromSupplier(() -> rings(range.application()).read(range));
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return Flux.defer(() -> {
            var there = rings.get(application);
            return there == null ? Flux.empty() : Flux.fromStream(() -> there.topics(filter));
        });
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return Flux.defer(() -> {
            var store = retained.get(application);
            return store == null ? Flux.empty() : store.matching(filter, clock);
        });
    }

    @Override
    public Mono<Void> keepBy(ApplicationId application, TopicRules rules) {
        return Mono.fromRunnable(() -> {
            var there = rules == TopicRules.NONE ? this.rings.get(application) : rings(application);
            if (there != null) {
                there.keepBy(rules);
            }
        });
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return Mono.fromRunnable(() -> {
            retained.remove(application);
            var there = rings.get(application);
            if (there != null) {
                there.forget();
            }
        });
    }
}
