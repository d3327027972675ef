package io.trunkline.gateway.directory;

import io.trunkline.broker.access.ApplicationId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What some events of the change feed make of the applications, before that holds. */
final class Changed {
    private final Map<ApplicationId, Application> all = new LinkedHashMap<>();
    private final Map<ApplicationId, Optional<Application>> changes = new LinkedHashMap<>();
    private long version;

    Changed(long version, Collection<Application> all) {
        this.version = version;
        all.forEach(application -> this.all.put(application.id(), application));
    }

    /** False when something is missing before it, or it says so itself. */
    boolean take(FeedEvent event) {
        if (event instanceof FeedEvent.Put put) {
            return take(put.version(), put.application().id(), Optional.of(put.application()));
        }
        if (event instanceof FeedEvent.Delete delete) {
            return take(delete.version(), delete.application(), Optional.empty());
        }
        return !(event instanceof FeedEvent.Reset);
    }

    private boolean take(long next, ApplicationId id, Optional<Application> now) {
        if (next == version + 1) {
            version = next;
            changes.remove(id);
            changes.put(id, now);
            now.ifPresentOrElse(application -> all.put(id, application), () -> all.remove(id));
        }
        return next <= version;
    }

    long version() {
        return version;
    }

    /** Each that has changed, as it is in the end; empty where there is none any more. */
    Map<ApplicationId, Optional<Application>> changes() {
        return changes;
    }

    Snapshot snapshot() {
        return new Snapshot(version, List.copyOf(all.values()));
    }
}
