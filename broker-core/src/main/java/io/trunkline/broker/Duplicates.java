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
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Sees to it that a message with an idempotency key is published once, however often it is handed in within the window. */
final class Duplicates {
    /** Windows are looked after so often, however long they are. */
    private static final Duration PAUSE = Duration.ofMinutes(2);

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    /** No window is longer: later nothing is recalled. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final LongSupplier ticker;
    private final KeyRoom room = new KeyRoom();
    private final Map<ApplicationId, KeyWindow> windows = new ConcurrentHashMap<>();
    private final Map<RecalledTopic, Mono<Void>> recalled = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Recall recall;
    private final long begun;

    private record RecalledTopic(ApplicationId application, Topic topic) {}

    Duplicates(Surroundings surroundings, Recall recall) {
        this.ticker = surroundings.ticker();
        this.clock = surroundings.clock();
        this.recall = recall;
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
        return mayHaveBeenBefore(policy, topic) ? remembered(policy, topic).then(attempt) : attempt;
    }

    /** Only what was published before this process began, and not longer ago than a window. */
    private boolean mayHaveBeenBefore(ApplicationPolicy policy, Topic topic) {
        return ticker.getAsLong() - begun < policy.idempotencyWindow().toNanos() && Recall.isPossible(policy, topic);
    }

    /** Once for each topic; what fails is tried again by the next. */
    private Mono<Void> remembered(ApplicationPolicy policy, Topic topic) {
        return recalled.computeIfAbsent(
                new RecalledTopic(policy.id(), topic),
                key -> Mono.defer(() -> recall(policy, topic))
                        .thenReturn(true)
                        .cache(done -> FOR_EVER, fault -> Duration.ZERO, () -> FOR_EVER)
                        .then());
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
            recalled.clear();
        }
    }

    void forget(ApplicationId application) {
        recalled.keySet().removeIf(topic -> topic.application().equals(application));
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
