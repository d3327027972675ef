package io.trunkline.mqtt;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where sessions that outlive their connections are kept over the process's end. Nothing happens before subscription, and nothing blocks. */
public interface SessionStore {
    /** Keeps nothing: sessions end with the process. */
    SessionStore FORGETFUL = new SessionStore() {
        @Override
        public Mono<Void> write(List<Change> changes) {
            return Mono.empty();
        }

        @Override
        public Flux<SavedSession> all() {
            return Flux.empty();
        }
    };

    /**
     * What has become of one session.
     *
     * @param now null when it has ended
     */
    record Change(String sessionId, @Nullable SavedSession now) {}

    /** Puts these down, each session at most once; completes when all are safe, and fails when any may not be. One call at a time. */
    Mono<Void> write(List<Change> changes);

    /** All that have not ended, those included whose time is over. */
    Flux<SavedSession> all();
}
