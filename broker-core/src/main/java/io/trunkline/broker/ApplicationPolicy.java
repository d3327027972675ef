package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import java.time.Duration;

/**
 * An application as the core knows it.
 *
 * @param version moves with every change
 * @param topics what its topics remember
 * @param inbound what becomes of its clients' inbound messages and presence
 * @param idempotencyWindow how long an idempotency key is known again
 */
public record ApplicationPolicy(
        ApplicationId id,
        boolean enabled,
        long version,
        Limits limits,
        TopicRules topics,
        Inbound inbound,
        Duration idempotencyWindow) {
    /** How long a key is known where nothing else is said. */
    public static final Duration USUAL_WINDOW = Duration.ofMinutes(2);

    public ApplicationPolicy {
        if (idempotencyWindow.isNegative() || idempotencyWindow.isZero()) {
            throw new IllegalArgumentException("a window has a length");
        }
    }

    /** An application whose topics remember nothing by themselves, and which takes nothing inbound. */
    public ApplicationPolicy(ApplicationId id, boolean enabled, long version, Limits limits) {
        this(id, enabled, version, limits, TopicRules.NONE, Inbound.OFF, USUAL_WINDOW);
    }

    /** The same application, with this done with what is inbound. */
    public ApplicationPolicy withInbound(Inbound next) {
        return new ApplicationPolicy(id, enabled, version, limits, topics, next, idempotencyWindow);
    }

    /** The same application, whose topics remember this. */
    public ApplicationPolicy withTopics(TopicRules next) {
        return new ApplicationPolicy(id, enabled, version, limits, next, inbound, idempotencyWindow);
    }

    /** The same application, whose publishers' keys are known for so long. */
    public ApplicationPolicy withIdempotencyWindow(Duration next) {
        return new ApplicationPolicy(id, enabled, version, limits, topics, inbound, next);
    }
}
