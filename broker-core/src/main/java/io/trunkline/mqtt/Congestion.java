package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One reader that does not keep up, and the publishers who wait for it. The wait is capped: one that stays congested loses the right to slow others until
 * it has caught up; what is too much for its queue is then its own loss.
 */
final class Congestion {
    static final long PATIENCE_SECONDS = 5;

    private final EventExecutorGroup timers;
    private boolean congested;
    private Sinks.@Nullable Empty<Void> waiting;
    private @Nullable ScheduledFuture<?> patience;

    Congestion(EventExecutorGroup timers) {
        this.timers = timers;
    }

    /** There is too much; true when publishers are to wait. */
    synchronized boolean begin() {
        if (!congested) {
            congested = true;
            waiting = Sinks.empty();
            patience = timers.next().schedule(this::release, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return waiting != null;
    }

    /** Completes when there is room, or when the wait has been long enough. */
    synchronized Mono<Void> eased() {
        return waiting == null ? Mono.empty() : waiting.asMono();
    }

    /** There is room. */
    void end() {
        synchronized (this) {
            if (!congested) {
                return;
            }
            congested = false;
            if (patience != null) {
                patience.cancel(false);
            }
        }
        release();
    }

    private void release() {
        Sinks.Empty<Void> done;
        synchronized (this) {
            done = waiting;
            waiting = null;
        }
        if (done != null) {
            done.tryEmitEmpty();
        }
    }
}
