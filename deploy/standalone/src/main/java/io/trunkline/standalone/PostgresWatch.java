package io.trunkline.standalone;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the embedded database: when it ends by itself it is started again, and again, with growing pauses, until it runs. It never stops trying, for a
 * full disk may have room tomorrow; that it does not come back is said once.
 */
final class PostgresWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresWatch.class);
    private static final int TRIES_TO_TELL = 6;

    private final Watched server;
    private final Duration every;
    private final Backoff backoff = new Backoff();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "postgres-watch");
    private long since = System.nanoTime();

    /** What is looked after. */
    interface Watched {
        boolean isRunning();

        /** Whether it runs now. */
        boolean start() throws IOException, InterruptedException;
    }

    private PostgresWatch(Watched server, Duration every) {
        this.server = server;
        this.every = every;
    }

    static PostgresWatch over(Watched server, Duration every) {
        var watch = new PostgresWatch(server, every);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!end.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!server.isRunning()) {
                    backoff.lasted(elapsed());
                    bringBack();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringBack() throws InterruptedException {
        log.warn("event=postgres-ended: the embedded PostgreSQL has ended by itself, it is started again");
        since = System.nanoTime();
        var pause = backoff.next();
        for (var tries = 1; !end.await(pause.toMillis(), TimeUnit.MILLISECONDS); tries++) {
            if (server.isRunning() || starts()) {
                log.warn(
                        "event=postgres-restarted tries={} away={}s",
                        tries,
                        elapsed().toSeconds());
                since = System.nanoTime();
                return;
            }
            pause = backoff.next();
            if (tries == TRIES_TO_TELL) {
                log.error(
                        "event=postgres-stays-down tries={}: the embedded PostgreSQL does not start, the log says why; it is tried again every half minute",
                        tries);
            }
        }
    }

    private boolean starts() throws InterruptedException {
        try {
            return server.start();
        } catch (IOException e) {
            log.info("event=postgres-not-started cause={}", e.toString());
            return false;
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** From now on it may end; a start that is on its way comes to its end first. */
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
