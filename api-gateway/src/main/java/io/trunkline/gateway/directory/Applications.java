package io.trunkline.gateway.directory;

import io.trunkline.broker.ApplicationDirectory;
import io.trunkline.broker.ApplicationPolicy;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** All applications as this gateway knows them now; whoever learns of them (a feed, a file) writes here, doors and the core read. */
public final class Applications implements ApplicationDirectory {
    private record Entry(Application application, ApplicationPolicy policy) {}

    private final Map<ApplicationId, Entry> entries = new ConcurrentHashMap<>();
    private final Sinks.Many<ApplicationId> changes = Sinks.many().multicast().directBestEffort();
    private final Sinks.Empty<Void> known = Sinks.empty();
    private volatile boolean current;

    /** Whether the applications were learnt from anywhere yet; until then nobody can be let in or turned away for good. */
    public boolean isLoaded() {
        return Boolean.TRUE.equals(known.scan(Scannable.Attr.TERMINATED));
    }

    /** The application's record, enabled or not; null if there is none. */
    public @Nullable Application application(ApplicationId id) {
        var entry = entries.get(id);
        return entry == null ? null : entry.application();
    }

    /** The record of an application that is served, else {@link Refused}: UNKNOWN_APPLICATION, APPLICATION_DISABLED, or UNAVAILABLE before anything was learnt. */
    public Application enabled(ApplicationId id) {
        var application = application(id);
        if (application == null) {
            throw isLoaded()
                    ? new Refused(Reason.UNKNOWN_APPLICATION)
                    : new Refused(Reason.UNAVAILABLE, "The applications are not known yet");
        }
        if (!application.enabled()) {
            throw new Refused(Reason.APPLICATION_DISABLED);
        }
        return application;
    }

    @Override
    public @Nullable ApplicationPolicy find(ApplicationId id) {
        var entry = entries.get(id);
        return entry == null ? null : entry.policy();
    }

    /** Every application whose record was added, changed or removed, or that has to be reviewed, after the fact; to be read without bound, as nothing is kept for a slow reader. */
    @Override
    public Flux<ApplicationId> changes() {
        return changes.asFlux();
    }

    /** All of them, enabled or not. */
    public List<Application> all() {
        return entries.values().stream().map(Entry::application).toList();
    }

    @Override
    public Mono<Void> known() {
        return known.asMono();
    }

    @Override
    public boolean isCurrent() {
        return current;
    }

    /** These were all in an earlier process; of no use any more once it is known which there are. */
    synchronized void recall(Collection<Application> all) {
        if (!current) {
            all.forEach(this::put);
            known.tryEmitEmpty();
        }
    }

    synchronized void replace(Collection<Application> all) {
        replace(all, List.of());
    }

    /**
     * These are all.
     *
     * @param before those that there were in an earlier process, which are gone if they are not among them
     */
    synchronized void replace(Collection<Application> all, Collection<Application> before) {
        var next = all.stream().collect(Collectors.toMap(Application::id, Function.identity(), (first, last) -> last));
        var told = before.stream().map(Application::id).collect(Collectors.toCollection(LinkedHashSet::new));
        told.addAll(entries.keySet());
        told.removeAll(next.keySet());
        entries.keySet().removeAll(told);
        next.values().stream()
                .filter(application -> set(application) || !current)
                .forEach(application -> told.add(application.id()));
        current = true;
        known.tryEmitEmpty();
        told.forEach(changes::tryEmitNext);
    }

    synchronized void put(Application application) {
        if (set(application)) {
            changes.tryEmitNext(application.id());
        }
    }

    /** Whether it is another one than before. */
    private boolean set(Application application) {
        var before = entries.put(application.id(), new Entry(application, application.policy()));
        return before == null || !before.application().equals(application);
    }

    /** Has everybody look at an application's lines again, because of something that is not in its record. */
    public synchronized void review(ApplicationId id) {
        changes.tryEmitNext(id);
    }

    synchronized void remove(ApplicationId id) {
        if (entries.remove(id) != null) {
            changes.tryEmitNext(id);
        }
    }
}
