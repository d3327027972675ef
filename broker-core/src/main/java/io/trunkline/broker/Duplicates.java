package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** Sees to it that a message with an idempotency key is published once, however often it is handed in within the window. */
final class Duplicates {
    static final Duration WINDOW = Duration.ofMinutes(2);

    private final LongSupplier ticker;
    private final Map<ApplicationId, KeyWindow> windows = new ConcurrentHashMap<>();

    /** @param ticker monotonic nanoseconds */
    Duplicates(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Publishes, or answers what the first publish under this key answered. A key whose publish failed is free again. */
    Mono<Receipt> once(ApplicationId application, Topic topic, String key, Mono<Receipt> publish) {
        return Mono.defer(() -> windows.computeIfAbsent(application, id -> new KeyWindow(WINDOW, ticker))
                .claim(new KeyWindow.Key(topic.name(), key), publish)
                .onErrorResume(KeyWindow.Freed.class, freed -> once(application, topic, key, publish)));
    }

    void forget(ApplicationId application) {
        windows.remove(application);
    }
}
