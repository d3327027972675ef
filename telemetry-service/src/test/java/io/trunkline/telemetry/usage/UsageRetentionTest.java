package io.trunkline.telemetry.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class UsageRetentionTest {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    private final AtomicInteger times = new AtomicInteger();

    @AfterEach
    void backToRealTime() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void forgetsAMinuteAfterTheStartAndEveryDayAlsoAfterADayOnWhichItFailed() {
        var retention = new UsageRetention(Mono.fromSupplier(() -> {
            if (times.incrementAndGet() == 2) {
                throw new IllegalStateException("database is down");
            }
            return 5L;
        }));

        retention.start();
        time.advanceTimeBy(Duration.ofSeconds(59));
        assertThat(times).hasValue(0);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(times).hasValue(1);
        time.advanceTimeBy(Duration.ofDays(2));
        assertThat(times).hasValue(3);
        assertThat(retention.isRunning()).isTrue();
    }

    @Test
    void stopsWithTheService() {
        var retention = new UsageRetention(Mono.fromSupplier(() -> (long) times.incrementAndGet()));

        retention.start();
        retention.stop();
        time.advanceTimeBy(Duration.ofDays(1));

        assertThat(times).hasValue(0);
        assertThat(retention.isRunning()).isFalse();
    }
}
