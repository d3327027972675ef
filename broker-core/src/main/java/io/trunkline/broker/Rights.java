package io.trunkline.broker;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;

/** Whom a line belongs to, for how long, what it may hear, and how much. */
final class Rights {
    private final ApplicationDirectory directory;
    private final LineKind kind;
    private volatile Principal principal;
    private volatile Tenure tenure;

    Rights(Principal principal, Tenure tenure, LineKind kind, ApplicationDirectory directory) {
        this.principal = principal;
        this.tenure = tenure;
        this.kind = kind;
        this.directory = directory;
    }

    Principal principal() {
        return principal;
    }

    Tenure tenure() {
        return tenure;
    }

    /** @throws Refused OTHER_SUBJECT when they are of another application or subject */
    void check(Principal next) {
        if (!next.application().equals(principal.application())
                || !next.subject().equals(principal.subject())) {
            throw new Refused(Reason.OTHER_SUBJECT);
        }
    }

    void renew(Principal next, Tenure nextTenure) {
        principal = next;
        tenure = nextTenure;
    }

    /**
     * How many subscriptions it may hold, by the limit as it is now; what was subscribed under a wider one stays.
     *
     * @throws Refused UNKNOWN_APPLICATION
     */
    int most() {
        var policy = directory.find(principal.application());
        if (policy == null) {
            throw new Refused(Reason.UNKNOWN_APPLICATION);
        }
        return policy.limits().subscriptionsPerConnection();
    }

    boolean mayHear(Topic topic) {
        return principal.permissions().mayHear(topic) && (!topic.equals(Inbound.TOPIC) || hearsInbound());
    }

    /** Clients lose the inbound topic when it is switched off for them. */
    boolean hearsInbound() {
        var policy = directory.find(principal.application());
        return !kind.isClient() || (policy != null && policy.inbound().heard());
    }

    /** @throws Refused FORBIDDEN_SUBSCRIBE, FORBIDDEN_PRIVATE */
    void checkAllowed(TopicFilter filter) {
        Histories.checkMayHear(principal, filter);
        if (Inbound.isNamedBy(filter) && !hearsInbound()) {
            throw new Refused(Reason.FORBIDDEN_SUBSCRIBE, "the inbound topic is switched off");
        }
    }
}
