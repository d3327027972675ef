package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Sees to it that a message with an idempotency key is published once, however often it is handed in within the window. */
final class Duplicates {
    /** Windows are looked after so often, however long they are. */
    private static final Duration PAUSE = Duration.ofMinutes(2);

    /** No window is longer: later nothing is recalled. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final LongSupplier ticker;
    private final KeyRoom room = new KeyRoom();
    private final Map<ApplicationId, KeyWindow> windows = new ConcurrentHashMap<>();
    private final Lookups lookups;
    private final InstantSource clock;
    private final Recall recall;
    private final long begun;

    /** @param running sees to it that logs are looked through */
    Duplicates(Surroundings surroundings, Recall recall, Consumer<Mono<Void>> running) {
        this.ticker = surroundings.ticker();
        this.clock = surroundings.clock();
        this.recall = recall;
        this.lookups = new Lookups(surroundings.scheduler(), running);
        this.begun = ticker.getAsLong();
    }

    /** Publishes, or answers what the first publish under the message's key answered. A key whose publish failed is free again. */
    Mono<Receipt> once(
            ApplicationPolicy policy, Principal publisher, Topic topic, Message message, Mono<Receipt> publish) {
        var key = message.idempotencyKey();
        if (key == null) {
            return publish;
        }
        var attempt = once(
                policy,
                new KeyWindow.Key(topic.name(), key),
                Fingerprint.of(message, publisher.connectionId()),
                publish);
        var before = before(policy, topic);
        return before == null ? attempt : before.then(attempt);
    }

    /** Whose key may have been taken before this process began waits for the topic's log; anyone else for those who do. */
    private @Nullable Mono<Void> before(ApplicationPolicy policy, Topic topic) {
        return mayHaveBeenBefore(policy, topic)
                ? lookups.after(new Lookups.OfTopic(policy.id(), topic), Mono.defer(() -> recall(policy, topic)))
                : before(policy.id(), topic);
    }

    /** What a message without a key has to wait for, so that it keeps its place behind those with one; null for nothing, as nearly always. */
    @Nullable
    Mono<Void> before(ApplicationId application, Topic topic) {
        return lookups.isQuiet() ? null : lookups.before(new Lookups.OfTopic(application, topic));
    }

    /** Only what was published before this process began, and not longer ago than a window. */
    private boolean mayHaveBeenBefore(ApplicationPolicy policy, Topic topic) {
        return ticker.getAsLong() - begun < policy.idempotencyWindow().toNanos() && Recall.isPossible(policy, topic);
    }

    private Mono<Void> recall(ApplicationPolicy policy, Topic topic) {
        var now = clock.instant();
        return recall.keyed(policy, topic, now.minus(policy.idempotencyWindow()))
                .filter(found -> Recall.key(found).isPublishers())
                .doOnNext(found -> remember(policy, found, Duration.between(found.time(), now)))
                .then();
    }

    private void remember(ApplicationPolicy policy, Publication found, Duration ago) {
        var key = new KeyWindow.Key(found.topic().name(), Recall.key(found));
        var message = Fingerprint.of(found.message(), found.publisher().connectionId());
        var earlier = new KeyWindow.Earlier(message, Receipt.of(found, 0));
        var window = window(policy.id());
        while (!window.remember(key, earlier, ago, policy.idempotencyWindow())) {
            windows.remove(policy.id(), window);
            window = window(policy.id());
        }
    }

    private KeyWindow window(ApplicationId application) {
        return windows.computeIfAbsent(application, id -> new KeyWindow(ticker, room));
    }

    private Mono<Receipt> once(
            ApplicationPolicy policy, KeyWindow.Key key, Fingerprint message, Mono<Receipt> publish) {
        return Mono.defer(() -> claim(policy, key, message, publish))
                .onErrorResume(KeyWindow.Freed.class, freed -> once(policy, key, message, publish));
    }

    private Mono<Receipt> claim(
            ApplicationPolicy policy, KeyWindow.Key key, Fingerprint message, Mono<Receipt> publish) {
        while (true) {
            var window = window(policy.id());
            var claimed = window.claim(key, message, policy.idempotencyWindow(), publish);
            if (claimed != null) {
                return claimed;
            }
            windows.remove(policy.id(), window);
        }
    }

    /** From now on forgets, every while, the windows of those who published nothing under a key in it. */
    Disposable swept(Scheduler scheduler) {
        return scheduler.schedulePeriodically(this::sweep, PAUSE.toNanos(), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        windows.values().removeIf(KeyWindow::closeIfOver);
        if (ticker.getAsLong() - begun > LONGEST.toNanos()) {
            lookups.forgetAll();
        }
    }

    void forget(ApplicationId application) {
        lookups.forget(application);
        var window = windows.remove(application);
        if (window != null) {
            window.close();
        }
    }

    /** The windows that are held. */
    int windows() {
        return windows.size();
    }

    /** Bytes that all keys occupy. */
    long occupied() {
        return room.taken();
    }
}
