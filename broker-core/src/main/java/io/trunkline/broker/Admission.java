package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.limits.Rate;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Station 4: decides in memory and at once whether a principal may publish this message on this topic now. */
final class Admission {
    /** What only the platform writes to: clients would fake presence and acknowledgements there. */
    private static final Set<String> RESERVED_TOPICS = Set.of("priv/acks", Inbound.TOPIC.name());

    private static final int MAX_ID_LENGTH = 128;

    /** What the platform may put beside a client's payload, as in a dead letter. */
    private static final int MOST_BESIDE = 4_096;

    static final Duration LONGEST_DELAY = Duration.ofDays(7);

    private final ApplicationDirectory directory;
    private final LongSupplier ticker;
    private final Quota quota;
    private final Map<ApplicationId, Rate> rates = new ConcurrentHashMap<>();

    Admission(ApplicationDirectory directory, Surroundings surroundings) {
        this.directory = directory;
        this.ticker = surroundings.ticker();
        this.quota = new Quota(surroundings.clock());
    }

    /** @throws Refused UNKNOWN_APPLICATION, APPLICATION_DISABLED */
    ApplicationPolicy enter(ApplicationId application) {
        var policy = directory.find(application);
        if (policy == null) {
            throw new Refused(Reason.UNKNOWN_APPLICATION);
        }
        if (!policy.enabled()) {
            throw new Refused(Reason.APPLICATION_DISABLED);
        }
        return policy;
    }

    /**
     * @param line the connection's own rate, null where there is none
     * @throws Refused with the rule that was broken
     */
    ApplicationPolicy admit(Principal principal, Topic topic, Message message, @Nullable Rate line) {
        var policy = enter(principal.application());
        if (!principal.permissions().isPlatform()) {
            reserved(topic, message);
            if (!principal.permissions().mayPublish(topic)) {
                throw new Refused(Reason.FORBIDDEN_PUBLISH);
            }
        }
        var beside = principal.permissions().isPlatform() ? MOST_BESIDE : 0;
        size(message, policy.limits().maxPayloadBytes() + beside);
        delay(message.delay());
        rate(policy, line);
        return policy;
    }

    private static void reserved(Topic topic, Message message) {
        if (topic.isOfServers() || RESERVED_TOPICS.contains(topic.name())) {
            throw new Refused(Reason.RESERVED_TOPIC, "only the platform publishes on " + topic);
        }
        if (message.isReserved()) {
            throw new Refused(Reason.RESERVED_TYPE, "the message type " + message.type() + " is reserved");
        }
    }

    private static void size(Message message, int most) {
        if ("".equals(message.id())) {
            throw new Refused(Reason.MALFORMED, "an id is not empty");
        }
        if (message.payload().size() > most) {
            throw new Refused(Reason.TOO_LARGE, "a payload has at most " + most + " bytes");
        }
        var key = message.idempotencyKey();
        if (isLong(message.id()) || isLong(message.type()) || isLong(key == null ? null : key.name())) {
            throw new Refused(
                    Reason.TOO_LARGE, "an id, message type or key has at most " + MAX_ID_LENGTH + " characters");
        }
    }

    private static void delay(@Nullable Duration delay) {
        if (delay != null && (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0)) {
            throw new Refused(Reason.MALFORMED, "a delay is at most " + LONGEST_DELAY.toDays() + " days");
        }
    }

    private static boolean isLong(@Nullable String name) {
        return name != null && name.length() > MAX_ID_LENGTH;
    }

    /** What is published is charged when it is, so that a repeat costs nothing. @throws Refused QUOTA_EXCEEDED */
    void charge(ApplicationPolicy policy, int bytes) {
        quota.charge(policy, bytes);
    }

    private void rate(ApplicationPolicy policy, @Nullable Rate line) {
        var limits = policy.limits();
        if (line != null && !line.tryTake(limits.publishesPerSecondPerConnection())) {
            throw new Refused(Reason.RATE_EXCEEDED, "the connection publishes too fast");
        }
        var perSecond = limits.publishesPerSecond();
        if (perSecond != 0 && !rateOf(policy.id()).tryTake(perSecond)) {
            throw new Refused(Reason.RATE_EXCEEDED, "the application publishes too fast");
        }
    }

    private Rate rateOf(ApplicationId application) {
        var there = rates.get(application);
        return there == null ? rates.computeIfAbsent(application, id -> new Rate(ticker)) : there;
    }

    void forget(ApplicationId application) {
        rates.remove(application);
        quota.forget(application);
    }
}
