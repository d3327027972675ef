package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutorGroup;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.topic.Topic;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The sessions that do not keep up, so that publishers whose topic leads to one wait before the core's door until it has room. The wait is capped: a session
 * that stays congested loses the right to slow others, until it has caught up, and then loses deliveries when its queue is full.
 */
final class Congestion {
    static final long PATIENCE_SECONDS = 5;

    private final Map<ApplicationId, Set<Jam>> jams = new ConcurrentHashMap<>();
    private final EventExecutorGroup timers;

    Congestion(EventExecutorGroup timers) {
        this.timers = timers;
    }

    /** Completes when the sessions this topic leads to have room, or have lost their right; null when there is nothing to wait for. */
    @Nullable
    Mono<Void> room(ApplicationId application, Topic topic) {
        var here = jams.get(application);
        if (here == null) {
            return null;
        }
        for (var jam : here) {
            if (jam.reaches.leadTo(topic)) {
                return jam.cleared.asMono();
            }
        }
        return null;
    }

    /** One session has too much waiting. */
    Jam begin(ApplicationId application, Reach reaches) {
        var jam = new Jam(application, reaches);
        jams.compute(application, (id, here) -> {
            var jammed = here == null ? ConcurrentHashMap.<Jam>newKeySet() : here;
            jammed.add(jam);
            return jammed;
        });
        timers.next().schedule(() -> end(jam), PATIENCE_SECONDS, TimeUnit.SECONDS);
        return jam;
    }

    /** It has room again, or has lost its right. Idempotent. */
    void end(Jam jam) {
        jams.computeIfPresent(jam.application, (id, here) -> {
            here.remove(jam);
            return here.isEmpty() ? null : here;
        });
        jam.cleared.tryEmitEmpty();
    }

    /** Where a session's subscriptions reach. */
    @FunctionalInterface
    interface Reach {
        boolean leadTo(Topic topic);
    }

    /** One session's congestion. */
    static final class Jam {
        private final ApplicationId application;
        private final Reach reaches;
        private final Sinks.Empty<Void> cleared = Sinks.empty();

        private Jam(ApplicationId application, Reach reaches) {
            this.application = application;
            this.reaches = reaches;
        }
    }
}
