package io.trunkline.gateway.line;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The moment at which a client's token ends, for applications whose lines end then; a timer runs only for the last seconds. On the event loop. */
public final class TokenExpiry {
    /** Longer than a line is left unlooked at. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final EventExecutor loop;
    private final Runnable ended;
    private @Nullable Instant at;
    private @Nullable Future<?> timer;

    /**
     * The end of no token yet.
     *
     * @param ended called once the token has ended, from the event loop
     */
    public TokenExpiry(EventExecutor loop, Runnable ended) {
        this.loop = loop;
        this.ended = ended;
    }

    /** Another token; null for one that does not end. */
    public void is(@Nullable Instant expiry) {
        forget();
        at = expiry;
    }

    /**
     * Called every few seconds, and when the application has changed.
     *
     * @param wanted whether lines end with their tokens, as the application is now
     */
    public void look(boolean wanted) {
        var end = at;
        if (!wanted || end == null) {
            forget();
            return;
        }
        var now = Instant.now();
        if (timer == null && end.isBefore(now.plus(SOON))) {
            var millis = Math.max(0, Duration.between(now, end).toMillis());
            timer = loop.schedule(ended, millis, TimeUnit.MILLISECONDS);
        }
    }

    public void forget() {
        var running = timer;
        timer = null;
        if (running != null) {
            running.cancel(false);
        }
    }
}
