package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.schedule.Scheduled;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Messages that were due before this node began: the one before it may have published some and ended before it could say so. */
final class Leftovers {
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Map<OfTopic, Mono<Set<String>>> published = new ConcurrentHashMap<>();
    private final Recall recall;

    private record OfTopic(ApplicationId application, Topic topic) {}

    Leftovers(Recall recall) {
        this.recall = recall;
    }

    void add(Scheduled one) {
        keys.add(one.key());
    }

    /** Whether the log has it already. A topic's log is read once, from when the first was due that is asked for. */
    Mono<Boolean> isPublished(ApplicationPolicy policy, Scheduled one) {
        var topic = one.publication().topic();
        if (!keys.contains(one.key()) || !Recall.isPossible(policy, topic)) {
            return Mono.just(false);
        }
        return published
                .computeIfAbsent(
                        new OfTopic(policy.id(), topic),
                        unread -> recall.keyed(policy, topic, one.due())
                                .map(Recall::key)
                                .filter(key -> !key.isPublishers() && keys.contains(key.name()))
                                .map(IdempotencyKey::name)
                                .collect(Collectors.toSet())
                                .cache(names -> FOR_EVER, fault -> Duration.ZERO, () -> FOR_EVER))
                .map(names -> names.contains(one.key()));
    }
}
