package io.trunkline.telemetry.usage;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets old usage a minute after the start and every day after; a day on which that fails is made good the next. */
final class UsageRetention implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(UsageRetention.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofDays(1);

    private final Mono<Long> forgetting;
    private volatile Disposable running = Disposables.disposed();

    /** @param forgetting deletes what is too old, each time it is subscribed to, and says how many records that were */
    UsageRetention(Mono<Long> forgetting) {
        this.forgetting = forgetting;
    }

    @Override
    public void start() {
        running = Flux.interval(FIRST, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> forget())
                .subscribe();
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    private Mono<Long> forget() {
        return forgetting
                .doOnNext(count -> log.info("event=usage-forgotten records={}", count))
                .onErrorResume(fault -> {
                    log.warn("event=usage-not-forgotten cause=\"{}\"", fault.toString());
                    return Mono.empty();
                });
    }
}
