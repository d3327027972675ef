package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's silence: what keeps it is a whole packet (MQTT 5, section 3.1.2.10), not a byte of one and not a ping of the WebSocket below. A packet costs
 * a mark; the clock is looked at once for all that were read together. On the channel's loop only.
 */
final class KeepAlive {
    private final EventExecutor loop;
    private final BooleanSupplier excused;
    private final Runnable silent;
    private long patience;
    private long last;
    private boolean heard;
    private @Nullable ScheduledFuture<?> timer;

    /**
     * @param excused whether the client is silent for our sake
     * @param silent told once, after one and a half keep-alives
     */
    KeepAlive(EventExecutor loop, BooleanSupplier excused, Runnable silent) {
        this.loop = loop;
        this.excused = excused;
        this.silent = silent;
    }

    /** From now on; never when there are no seconds. */
    void begin(int seconds) {
        if (seconds > 0) {
            patience = TimeUnit.MILLISECONDS.toNanos(seconds * 1_500L);
            heard();
            checkAfter(patience);
        }
    }

    void packet() {
        heard = true;
    }

    /** All that was there is read. */
    void readComplete() {
        if (heard) {
            heard();
        }
    }

    private void heard() {
        heard = false;
        last = loop.ticker().nanoTime();
    }

    private void checkAfter(long nanos) {
        timer = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        if (heard || excused.getAsBoolean()) {
            heard();
        }
        var left = last + patience - loop.ticker().nanoTime();
        if (left > 0) {
            checkAfter(left);
        } else {
            silent.run();
        }
    }

    void end() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
