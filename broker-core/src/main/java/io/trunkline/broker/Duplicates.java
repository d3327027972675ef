package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
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

    private final LongSupplier ticker;
    private final KeyRoom room = new KeyRoom();
    private final Map<ApplicationId, KeyWindow> windows = new ConcurrentHashMap<>();

    /** @param ticker monotonic nanoseconds */
    Duplicates(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Publishes, or answers what the first publish under the message's key answered. A key whose publish failed is free again. */
    Mono<Receipt> once(
            ApplicationPolicy policy, Principal publisher, Topic topic, Message message, Mono<Receipt> publish) {
        var key = message.idempotencyKey();
        return key == null
                ? publish
                : once(
                        policy,
                        new KeyWindow.Key(topic.name(), key),
                        Fingerprint.of(message, publisher.connectionId()),
                        publish);
    }

    private Mono<Receipt> once(
            ApplicationPolicy policy, KeyWindow.Key key, Fingerprint message, Mono<Receipt> publish) {
        return Mono.defer(() -> claim(policy, key, message, publish))
                .onErrorResume(KeyWindow.Freed.class, freed -> once(policy, key, message, publish));
    }

    private Mono<Receipt> claim(
            ApplicationPolicy policy, KeyWindow.Key key, Fingerprint message, Mono<Receipt> publish) {
        while (true) {
            var window = windows.computeIfAbsent(policy.id(), id -> new KeyWindow(ticker, room));
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
    }

    void forget(ApplicationId application) {
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
