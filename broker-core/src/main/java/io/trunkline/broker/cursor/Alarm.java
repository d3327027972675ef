package io.trunkline.broker.cursor;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Rings once at the earliest of the times it was set to. */
final class Alarm {
    private final Scheduler scheduler;
    private final LongSupplier now;
    private final Runnable ring;
    private @Nullable Disposable set;
    private long at;
    private boolean over;

    Alarm(Scheduler scheduler, LongSupplier now, Runnable ring) {
        this.scheduler = scheduler;
        this.now = now;
        this.ring = ring;
    }

    synchronized void set(long next) {
        if (over || (set != null && at <= next)) {
            return;
        }
        if (set != null) {
            set.dispose();
        }
        at = next;
        set = scheduler.schedule(this::rings, Math.max(0, next - now.getAsLong()), TimeUnit.NANOSECONDS);
    }

    private void rings() {
        synchronized (this) {
            set = null;
            if (over) {
                return;
            }
        }
        ring.run();
    }

    synchronized void end() {
        over = true;
        if (set != null) {
            set.dispose();
            set = null;
        }
    }
}
