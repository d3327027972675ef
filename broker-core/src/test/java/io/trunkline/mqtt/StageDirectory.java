package io.trunkline.mqtt;

import io.trunkline.broker.ApplicationDirectory;
import io.trunkline.broker.ApplicationPolicy;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Every application, but for those that are not known yet and those that are disabled. */
final class StageDirectory implements ApplicationDirectory {
    private final Sinks.Many<ApplicationId> changes = Sinks.many().multicast().directBestEffort();
    private final Set<ApplicationId> unknown = ConcurrentHashMap.newKeySet();
    private final Set<ApplicationId> disabled = ConcurrentHashMap.newKeySet();
    private final TopicRules rules;
    private volatile boolean old;

    StageDirectory(TopicRules rules) {
        this.rules = rules;
    }

    StageDirectory without(String application) {
        unknown.add(new ApplicationId(application));
        return this;
    }

    StageDirectory disabling(String application) {
        disabled.add(new ApplicationId(application));
        return this;
    }

    /** What it says from now on may not be so any more. */
    StageDirectory old() {
        old = true;
        return this;
    }

    @Override
    public boolean isCurrent() {
        return !old;
    }

    /** This is so now. */
    void learnEnabled(String application) {
        old = false;
        disabled.remove(new ApplicationId(application));
        learn(application);
    }

    void learn(String application) {
        learnAndSayNothing(application);
        changes.tryEmitNext(new ApplicationId(application));
    }

    void learnAndSayNothing(String application) {
        unknown.remove(new ApplicationId(application));
    }

    @Override
    public @Nullable ApplicationPolicy find(ApplicationId application) {
        var enabled = !disabled.contains(application);
        return unknown.contains(application)
                ? null
                : new ApplicationPolicy(application, enabled, 1, new Limits(1 << 20, 0, 0, 100)).withTopics(rules);
    }

    @Override
    public Flux<ApplicationId> changes() {
        return changes.asFlux();
    }
}
