package io.trunkline.mqtt;

import io.trunkline.mqtt.SavedParcel.Addressee;
import io.trunkline.mqtt.SessionStore.Change;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Which sessions go on when the process has ended, and what is put down of them and of what waits for them. On their loops, unless said otherwise. */
final class Register {
    /** So long the answer to a SUBSCRIBE waits for what it says to be safe. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Records records;
    private final Parcels parcels;
    private final Owed owed;

    Register(Records records, Parcels parcels, Owed owed) {
        this.records = records;
        this.parcels = parcels;
        this.owed = owed;
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

    /** Its client is away, and this waits for it; true if it is put down, from any thread. What waits in a log is there. */
    boolean hold(MqttSession session, OutboundMessage message) {
        var held = message.settlement() == null && keeps(session);
        if (held) {
            message.putDown(addressee(session, message), parcels);
        }
        return held;
    }

    /** That waits for it no more; from any thread. */
    void release(MqttSession session, OutboundMessage message) {
        var parcel = message.take();
        if (parcel != null) {
            parcels.settle(parcel, addressee(session, message));
        }
    }

    private static Addressee addressee(MqttSession session, OutboundMessage message) {
        return new Addressee(session.id(), session.incarnation(), message.turn(), message.terms());
    }

    /** Completes once all that was held until now is safe, or when that may take long; the same one for all who ask then. From any thread. */
    Mono<Void> held() {
        return parcels.safe();
    }

    /** What waited for a session in the process before this one. */
    List<Owed.Item> owed(String sessionId) {
        return owed.take(sessionId);
    }

    /** Blocks until all is written, for so long at most, and no longer than writing works. */
    void flush(long millis) {
        records.flush(millis);
        parcels.flush(millis);
    }
}
