package io.trunkline.gateway.identity;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.directory.Applications;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has the published keys of all applications at hand before a client comes: fetches them when an application becomes known, and again before they are old. */
final class KeySetUpkeep implements SmartLifecycle {
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Applications at a time; what a publisher takes its time for, only its own application waits for. */
    private static final int AT_ONCE = 16;

    private final Applications applications;
    private final VerificationKeys keys;
    private final UpkeepQueue queue = new UpkeepQueue(this::keep);
    private final Disposable.Swap running = Disposables.swap();

    KeySetUpkeep(Applications applications, VerificationKeys keys) {
        this.applications = applications;
        this.keys = keys;
    }

    @Override
    public void start() {
        var served = queue.served(AT_ONCE).subscribe();
        var changed = applications.changes().subscribe(queue::add);
        var all = Flux.interval(Duration.ZERO, EVERY).onBackpressureDrop().subscribe(tick -> round());
        running.update(Disposables.composite(changed, all, served));
    }

    private void round() {
        var all = applications.all();
        keys.retain(all.stream()
                .flatMap(application -> VerificationKeys.addresses(application).stream())
                .collect(Collectors.toSet()));
        all.forEach(application -> queue.add(application.id()));
    }

    private Mono<Void> keep(ApplicationId id) {
        var application = applications.application(id);
        return application == null ? Mono.empty() : keys.keepFresh(application);
    }

    @Override
    public void stop() {
        running.update(Disposables.disposed());
    }

    @Override
    public boolean isRunning() {
        return running.get() != null && !running.isDisposed();
    }

    /** After the calls it makes can be made; what the directory has told before is found by the first look at all of it. */
    @Override
    public int getPhase() {
        return 2;
    }
}
