package io.trunkline.broker.testkit;

import io.trunkline.broker.ApplicationDirectory;
import io.trunkline.broker.ApplicationPolicy;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.limits.Limits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A directory that a test changes; each change is told before the call returns. */
public final class MemoryDirectory implements ApplicationDirectory {
    private final Map<ApplicationId, ApplicationPolicy> policies = new ConcurrentHashMap<>();
    private final Sinks.Many<ApplicationId> changes = Sinks.many().multicast().directBestEffort();
    private volatile boolean current = true;
    private volatile Mono<Void> known = Mono.empty();

    public MemoryDirectory put(ApplicationId id, boolean enabled, Limits limits) {
        return put(new ApplicationPolicy(id, enabled, version(id) + 1, limits));
    }

    public MemoryDirectory put(ApplicationPolicy policy) {
        policies.put(policy.id(), policy);
        tell(policy.id());
        return this;
    }

    /** Whether what it says from now on is the newest. */
    public void current(boolean now) {
        current = now;
    }

    @Override
    public boolean isCurrent() {
        return current;
    }

    /** Nothing is known, until the returned one has run. */
    public Runnable hold() {
        var told = Sinks.<Void>empty();
        known = told.asMono();
        return told::tryEmitEmpty;
    }

    @Override
    public Mono<Void> known() {
        return known;
    }

    public void remove(ApplicationId id) {
        policies.remove(id);
        tell(id);
    }

    @Override
    public @Nullable ApplicationPolicy find(ApplicationId application) {
        return policies.get(application);
    }

    @Override
    public Flux<ApplicationId> changes() {
        return changes.asFlux();
    }

    private synchronized void tell(ApplicationId id) {
        var told = changes.tryEmitNext(id);
        if (told != Sinks.EmitResult.FAIL_ZERO_SUBSCRIBER) {
            told.orThrow();
        }
    }

    private long version(ApplicationId id) {
        var known = policies.get(id);
        return known == null ? 0 : known.version();
    }
}
