package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostgresWatchTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    @Test
    void startsWhatHasEndedUntilItRuns() {
        var server = new Server(1);
        try (var watch = PostgresWatch.over(server, OFTEN)) {
            assertThat(watch).isNotNull();
            server.running = false;

            await().atMost(Duration.ofSeconds(30)).until(() -> server.running);
        }
        assertThat(server.started).hasValue(2);
    }

    @Test
    void doesNotStartWhatIsBackByItself() {
        var server = new Server(0);
        server.blinks.set(1);
        try (var watch = PostgresWatch.over(server, OFTEN)) {
            assertThat(watch).isNotNull();

            await().until(() -> server.asked.get() > 5);
        }
        assertThat(server.started).hasValue(0);
    }

    @Test
    void looksAfterNothingAfterItsOwnEnd() {
        PostgresWatch.over(new Server(0), OFTEN).close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("postgres-watch");
    }

    /** One that fails to start a few times. */
    private static final class Server implements PostgresWatch.Watched {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger blinks = new AtomicInteger();
        private final AtomicInteger started = new AtomicInteger();
        private final int failures;
        private volatile boolean running = true;

        Server(int failures) {
            this.failures = failures;
        }

        @Override
        public boolean isRunning() {
            asked.incrementAndGet();
            return running && blinks.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
        }

        @Override
        public boolean start() throws IOException {
            if (started.incrementAndGet() <= failures) {
                throw new IOException("No space left on device");
            }
            running = true;
            return true;
        }
    }
}
