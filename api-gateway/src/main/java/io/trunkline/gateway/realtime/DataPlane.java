package io.trunkline.gateway.realtime;

import io.trunkline.broker.Connection;
import io.trunkline.broker.Connections;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.Action;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.presence.Presence;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.GlobList;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What calls of an application's backends about its connections have in common: a permission, a cost, and the connections. */
final class DataPlane {
    /** What a call costs that carries no message, in bytes (spec, section 15). */
    static final int CALL = 256;

    private final LocalBroker broker;

    DataPlane(LocalBroker broker) {
        this.broker = broker;
    }

    /** Does it if the backend may, off the event loops, for there may be many connections to go through. @throws Refused FORBIDDEN, QUOTA_EXCEEDED */
    <T> Mono<T> call(Principal backend, Action action, Callable<T> work) {
        if (!backend.permissions().may(action)) {
            return Mono.error(new Refused(Reason.FORBIDDEN, "the token needs the permission " + action.claim()));
        }
        return Mono.fromCallable(() -> {
                    broker.charge(backend, CALL);
                    return work.call();
                })
                .subscribeOn(Schedulers.parallel());
    }

    /** Charges for it and does it, off the event loops. @throws Refused QUOTA_EXCEEDED */
    <T> Mono<T> call(Principal caller, Supplier<Mono<T>> work) {
        return Mono.defer(() -> {
                    broker.charge(caller, CALL);
                    return work.get();
                })
                .subscribeOn(Schedulers.parallel())
                .publishOn(Schedulers.parallel());
    }

    /** The connections of the application's clients on this node; the platform's own are not theirs to end. */
    Stream<Connection> connections(Principal backend) {
        return broker.connections().of(backend.application());
    }

    /** Ends a subject's subscriptions, on all its lines. */
    Connections.Ended unsubscribe(Principal backend, String subject, GlobList patterns) {
        return broker.connections().unsubscribe(backend.application(), subject, patterns);
    }

    Presence presence() {
        return broker.presence();
    }

    /** @throws Refused UNKNOWN_CONNECTION */
    Connection connection(Principal backend, String id) {
        var found = broker.connections().find(backend.application(), id);
        if (found == null) {
            throw new Refused(Reason.UNKNOWN_CONNECTION);
        }
        return found;
    }
}
