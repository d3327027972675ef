package io.trunkline.broker;

import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.schedule.Scheduled;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Messages that were due before this node began, or may have been: the one before it may have published some and ended before it could say so. */
final class Leftovers {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Set<String> published = ConcurrentHashMap.newKeySet();
    /** Since when some of a topic were due. */
    private final Map<Lookups.OfTopic, Instant> topics = new ConcurrentHashMap<>();

    private final Lookups lookups;
    private final Recall recall;

    /** @param running sees to it that logs are looked through */
    Leftovers(Recall recall, Scheduler scheduler, Consumer<Mono<Void>> running) {
        this.recall = recall;
        this.lookups = new Lookups(scheduler, running);
    }

    void add(Scheduled one) {
        keys.add(one.key());
        topics.merge(topic(one), one.due(), (first, due) -> due.isBefore(first) ? due : first);
    }

    private static Lookups.OfTopic topic(Scheduled one) {
        return new Lookups.OfTopic(one.application(), one.publication().topic());
    }

    /** Whether the log has it already. A topic's log is read once, and whatever is asked of that topic meanwhile is answered in the order of asking. */
    Mono<Boolean> isPublished(ApplicationPolicy policy, Scheduled one) {
        var since = topics.get(topic(one));
        return since == null || !Recall.isPossible(policy, one.publication().topic())
                ? Mono.just(false)
                : lookups.after(topic(one), look(policy, one, since))
                        .then(Mono.fromSupplier(() -> published.contains(one.key())));
    }

    private Mono<Void> look(ApplicationPolicy policy, Scheduled one, Instant since) {
        return recall.keyed(policy, one.publication().topic(), since)
                .map(Recall::key)
                .filter(key -> !key.isPublishers() && keys.contains(key.name()))
                .map(IdempotencyKey::name)
                .doOnNext(published::add)
                .then();
    }
}
