package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;
import java.util.function.Function;

/**
 * A principal at a door, about to open a line.
 *
 * @param outbox where its deliveries go
 * @param kind which rules hold for the line
 * @param tenure asked again whenever the application changes
 * @param standing the filters the door itself subscribes it to, permission or not, once the connection's id and subject are known
 */
public record Arrival(
        Principal principal,
        Outbox outbox,
        LineKind kind,
        Tenure tenure,
        Function<Principal, List<TopicFilter>> standing) {

    /** One of the platform's own, subscribed to nothing to begin with. */
    public static Arrival of(Principal principal, Outbox outbox) {
        return new Arrival(principal, outbox, LineKind.EXIT, Tenure.ALWAYS, connected -> List.of());
    }

    /** The same on a line of this kind, for as long as the tenure lasts. */
    public Arrival as(LineKind newKind, Tenure newTenure) {
        return new Arrival(principal, outbox, newKind, newTenure, standing);
    }

    /** The same, with these subscriptions to begin with. */
    public Arrival standing(Function<Principal, List<TopicFilter>> newStanding) {
        return new Arrival(principal, outbox, kind, tenure, newStanding);
    }
}
