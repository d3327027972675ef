package io.trunkline.gateway.identity;

import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Applications;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has the published keys of all applications at hand before a client comes: fetches them when an application becomes known, and again before they are old. */
final class KeySetUpkeep implements SmartLifecycle {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int AT_ONCE = 64;

    private final Applications applications;
    private final VerificationKeys keys;
    private final Disposable.Swap running = Disposables.swap();

    KeySetUpkeep(Applications applications, VerificationKeys keys) {
        this.applications = applications;
        this.keys = keys;
    }

    @Override
    public void start() {
        var changed = applications
                .changes()
                .onBackpressureDrop()
                .flatMap(id -> keys.keepFresh(addresses(Stream.ofNullable(applications.application(id)))), AT_ONCE);
        var all = Flux.interval(Duration.ZERO, EVERY).onBackpressureDrop().concatMap(tick -> keepAll(), 1);
        running.update(Disposables.composite(changed.subscribe(), all.subscribe()));
    }

    private Mono<Void> keepAll() {
        var used = addresses(applications.all().stream());
        keys.retain(used);
        return keys.keepFresh(used);
    }

    private static Set<URI> addresses(Stream<Application> applications) {
        return applications
                .filter(Application::enabled)
                .flatMap(application -> Stream.of(application.authKey(), application.adminKey()))
                .map(VerificationKeys::address)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
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
