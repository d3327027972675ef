package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks after the end of one connection's {@link Stay}. On the channel's loop only. */
final class StayWatch {
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final EventExecutor loop;
    private final Stay stay;
    private final Runnable over;
    private final InstantSource clock = InstantSource.system();
    private @Nullable ScheduledFuture<?> timer;

    /** @param over told once, when the stay has ended */
    StayWatch(EventExecutor loop, Stay stay, Runnable over) {
        this.loop = loop;
        this.stay = stay;
        this.over = over;
    }

    void look() {
        var now = clock.instant();
        if (now.isBefore(stay.end())) {
            lookAfter(left(now));
        } else if (stay.counts().getAsBoolean()) {
            over.run();
        } else {
            lookAfter(AGAIN);
        }
    }

    private Duration left(Instant now) {
        return stay.end().isBefore(now.plus(LONGEST)) ? Duration.between(now, stay.end()) : LONGEST;
    }

    private void lookAfter(Duration pause) {
        timer = loop.schedule(this::look, pause.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    void end() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
