package io.trunkline.broker.routing;

import org.jspecify.annotations.Nullable;

/**
 * How a subscriber wants its deliveries (MQTT 5, section 3.8.3.1).
 *
 * @param qos the most it wants
 * @param identifier given back with each delivery; 0 for none
 * @param noLocal leave out what the same connection published
 * @param retainAsPublished keep the publisher's retain flag
 * @param group the share name: each publication goes to one member of the group; null for a subscription of its own
 * @param positions say with each delivery where the topic's log has it
 * @param session the name under which the subscriber is known again when it was away, and goes on in its topics' logs where it was; null for one that is not
 */
public record SubscriptionOptions(
        int qos,
        int identifier,
        boolean noLocal,
        boolean retainAsPublished,
        @Nullable String group,
        boolean positions,
        @Nullable String session) {
    public static final SubscriptionOptions DEFAULT = new SubscriptionOptions(0, 0, false, false, null, false, null);

    /** The same, and each delivery says where the topic's log has it. */
    public SubscriptionOptions withPositions() {
        return new SubscriptionOptions(qos, identifier, noLocal, retainAsPublished, group, true, session);
    }

    /** The same, for a subscriber that is known again under this name. */
    public SubscriptionOptions lasting(String name) {
        return new SubscriptionOptions(qos, identifier, noLocal, retainAsPublished, group, positions, name);
    }
}
