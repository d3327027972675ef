package io.trunkline.admin.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DatabaseHealthTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void isDownWhereTheDatabaseFailsOrSaysNothing() {
        assertThat(status(Mono.just(true))).isEqualTo(Status.UP);
        assertThat(status(Mono.just(false))).isEqualTo(Status.DOWN);
        assertThat(status(Mono.error(new IllegalStateException()))).isEqualTo(Status.DOWN);
        assertThat(status(Mono.empty())).isEqualTo(Status.DOWN);
    }

    @Test
    void asksOnceASecondAndGivesUpAfterTwo() {
        StepVerifier.withVirtualTime(() -> {
                    var health = new DatabaseHealth(() -> {
                                asked.incrementAndGet();
                                return Mono.<Boolean>never();
                            })
                            .health();
                    return Mono.when(health, health, health)
                            .then(health)
                            .then(Mono.delay(Duration.ofMillis(1_100)))
                            .then(health);
                })
                .expectSubscription()
                .thenAwait(Duration.ofSeconds(10))
                .expectNextMatches(health -> health.getStatus().equals(Status.DOWN))
                .verifyComplete();
        assertThat(asked).hasValue(2);
    }

    private static Status status(Mono<Boolean> answer) {
        return new DatabaseHealth(() -> answer)
                .health()
                .blockOptional()
                .orElseThrow()
                .getStatus();
    }
}
