package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.limits.Limits;

/**
 * An application as the core knows it.
 *
 * @param version moves with every change
 */
public record ApplicationPolicy(ApplicationId id, boolean enabled, long version, Limits limits) {}
