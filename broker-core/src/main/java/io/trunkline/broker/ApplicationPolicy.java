package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.limits.Limits;

/**
 * An application as the core knows it.
 *
 * @param version moves with every change
 * @param retention what its topics remember beside retained values
 */
public record ApplicationPolicy(ApplicationId id, boolean enabled, long version, Limits limits, Retention retention) {
    /** An application whose topics remember nothing by themselves. */
    public ApplicationPolicy(ApplicationId id, boolean enabled, long version, Limits limits) {
        this(id, enabled, version, limits, Retention.NONE);
    }
}
