package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.observe.Country;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A principal at a door, about to open a line.
 *
 * @param outbox where its deliveries go
 * @param kind which rules hold for the line
 * @param from null for one of the platform's own
 * @param tenure asked again whenever the application changes
 * @param standing the filters the door itself subscribes it to, permission or not, once the connection's id and subject are known
 * @param wanted what it wants to be subscribed to by its own rights, or else not to be there at all
 * @param later what it wants to go on with from somewhere in the log, once it is there: it does not come without the right to
 */
public record Arrival(
        Principal principal,
        Outbox outbox,
        LineKind kind,
        @Nullable Country from,
        Tenure tenure,
        Function<Principal, List<TopicFilter>> standing,
        List<TopicFilter> wanted,
        List<TopicFilter> later) {

    /** One of the platform's own, subscribed to nothing to begin with. */
    public static Arrival of(Principal principal, Outbox outbox) {
        return new Arrival(
                principal, outbox, LineKind.EXIT, null, Tenure.ALWAYS, connected -> List.of(), List.of(), List.of());
    }

    /** The same on a line of this kind, for as long as the tenure lasts. */
    public Arrival as(LineKind newKind, Tenure newTenure) {
        return new Arrival(principal, outbox, newKind, from, newTenure, standing, wanted, later);
    }

    /** The same, from there. */
    public Arrival from(Country country) {
        return new Arrival(principal, outbox, kind, country, tenure, standing, wanted, later);
    }

    /** The same, with these subscriptions to begin with. */
    public Arrival standing(Function<Principal, List<TopicFilter>> newStanding) {
        return new Arrival(principal, outbox, kind, from, tenure, newStanding, wanted, later);
    }

    /** The same, which comes to hear these. */
    public Arrival wanting(List<TopicFilter> newWanted) {
        return new Arrival(principal, outbox, kind, from, tenure, standing, List.copyOf(newWanted), later);
    }

    /** The same, which will go on with these. */
    public Arrival resuming(List<TopicFilter> newLater) {
        return new Arrival(principal, outbox, kind, from, tenure, standing, wanted, List.copyOf(newLater));
    }
}
