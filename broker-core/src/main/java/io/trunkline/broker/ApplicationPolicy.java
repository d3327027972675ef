package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;

/**
 * An application as the core knows it.
 *
 * @param version moves with every change
 * @param topics what its topics remember
 * @param inbound what becomes of its clients' inbound messages and presence
 */
public record ApplicationPolicy(
        ApplicationId id, boolean enabled, long version, Limits limits, TopicRules topics, Inbound inbound) {
    /** An application whose topics remember nothing by themselves, and which takes nothing inbound. */
    public ApplicationPolicy(ApplicationId id, boolean enabled, long version, Limits limits) {
        this(id, enabled, version, limits, TopicRules.NONE, Inbound.OFF);
    }

    /** The same application, with this done with what is inbound. */
    public ApplicationPolicy withInbound(Inbound next) {
        return new ApplicationPolicy(id, enabled, version, limits, topics, next);
    }

    /** The same application, whose topics remember this. */
    public ApplicationPolicy withTopics(TopicRules next) {
        return new ApplicationPolicy(id, enabled, version, limits, next, inbound);
    }
}
