package io.trunkline.mqtt;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sessions that outlive their door, as long as somebody has this. */
final class MemorySessionStore implements SessionStore {
    private final Map<String, SavedSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** What a kill would leave: what is written from now on is not in it. */
    MemorySessionStore copy() {
        var copy = new MemorySessionStore();
        copy.sessions.putAll(sessions);
        return copy;
    }

    /** It does not answer, or does again. */
    void away(boolean now) {
        away = now;
    }

    Map<String, SavedSession> sessions() {
        return sessions;
    }

    @Override
    public Mono<Void> write(List<Change> changes) {
        return answer().then(Mono.fromRunnable(() -> changes.forEach(this::write)));
    }

    private void write(Change change) {
        var now = change.now();
        if (now == null) {
            sessions.remove(change.sessionId());
        } else {
            sessions.put(change.sessionId(), now);
        }
    }

    @Override
    public Flux<SavedSession> all() {
        return answer().thenMany(Flux.defer(() -> Flux.fromIterable(sessions.values())));
    }

    private Mono<Void> answer() {
        return Mono.defer(() -> away ? Mono.error(new Refused(Reason.UNAVAILABLE)) : Mono.empty());
    }
}
