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
 * @param standing the filters the door itself subscribes it to, permission or not, once the connection's id and subject are known
 */
public record Arrival(Principal principal, Outbox outbox, Function<Principal, List<TopicFilter>> standing) {

    /** One that is subscribed to nothing to begin with. */
    public static Arrival of(Principal principal, Outbox outbox) {
        return new Arrival(principal, outbox, connected -> List.of());
    }
}
