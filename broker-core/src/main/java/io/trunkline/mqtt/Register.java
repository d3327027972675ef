package io.trunkline.mqtt;

import io.trunkline.mqtt.SessionStore.Change;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Which sessions go on when the process has ended, and what is put down of them. On their loops, but for the last question. */
final class Register {
    /** So long the answer to a SUBSCRIBE waits for what it says to be safe. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Records records;

    Register(Records records) {
        this.records = records;
    }

    /** Whether the session goes on. */
    boolean keeps(MqttSession session) {
        return records.areKept() && session.expiry() > 0;
    }

    /** It is another one than before. */
    void changed(MqttSession session) {
        if (keeps(session)) {
            records.put(new Change(session.id(), SavedSession.of(session)));
        } else {
            ended(session);
        }
    }

    /** It has ended, or is to end with its connection: what was put down of it, or of another one before it, is not true any more. */
    void ended(MqttSession session) {
        if (records.areKept() && (session.hasPlace() || !records.isOpen())) {
            records.put(new Change(session.id(), null));
        }
    }

    /** True once what was put down of it is safe, false when that takes too long; from any thread. */
    Mono<Boolean> safe(MqttSession session) {
        return keeps(session) ? records.safe(session.id()).timeout(PATIENCE, Mono.just(false)) : Mono.just(true);
    }
}
