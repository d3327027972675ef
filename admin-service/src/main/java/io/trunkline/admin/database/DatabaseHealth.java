package io.trunkline.admin.database;

import java.time.Duration;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** Whether the database answers: asked at most once a second, however many want to know, and given up soon. */
final class DatabaseHealth implements ReactiveHealthIndicator {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private final Mono<Health> health;

    /** @param probe asks the database; true if it answers */
    DatabaseHealth(Supplier<? extends Publisher<Boolean>> probe) {
        this.health = Mono.defer(() -> Mono.from(probe.get()))
                .timeout(ANSWER_WITHIN)
                .onErrorReturn(false)
                .defaultIfEmpty(false)
                .map(answers -> (answers ? Health.up() : Health.down()).build())
                .cache(KNOWN_FOR);
    }

    @Override
    public Mono<Health> health() {
        return health;
    }
}
