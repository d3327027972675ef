package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Has written what waits for that, one write at a time. What cannot be written is tried again after a pause that grows, for as long as it takes. From any thread;
 * its lock is the monitor of the {@link Work}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a timer that fails is its loop's end, and then all has ended
final class WriteLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WriteLoop.class);

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final String event;
    private final Work work;
    private final EventExecutorGroup timers;
    private boolean open;
    private boolean writing;
    private long pause;

    /** What is to be written. All of it is asked for with its own monitor held. */
    interface Work {
        /** How much is not written yet. */
        int size();

        /** The next write, and that it is under way from now on. Some of what is not written, when there is any. */
        Mono<Void> take();

        /** What was under way is written. @return what is done then by nobody who holds a lock: who waited is told, and the loop is sent on */
        Runnable written();

        /** What was under way waits again. @return what is done then by nobody who holds a lock: who waited is told */
        Runnable failed();
    }

    /**
     * Nothing is written before {@link #open}.
     *
     * @param event what the log is told when something could not be written
     */
    WriteLoop(String event, Work work, EventExecutorGroup timers) {
        this.event = event;
        this.work = work;
        this.timers = timers;
    }

    void open() {
        synchronized (work) {
            open = true;
        }
        next();
    }

    boolean isOpen() {
        synchronized (work) {
            return open;
        }
    }

    /** Whether what waits may be written soon: it may at all, and the last write did not fail. */
    boolean works() {
        synchronized (work) {
            return open && pause == 0;
        }
    }

    /** Begins with the next write, unless one is under way or there is none. */
    void next() {
        Mono<Void> write;
        synchronized (work) {
            if (!open || writing || work.size() == 0) {
                return;
            }
            write = work.take();
            writing = true;
        }
        write.subscribe(none -> {}, this::failed, this::written);
    }

    private void written() {
        Runnable then;
        synchronized (work) {
            pause = 0;
            writing = false;
            then = work.written();
            work.notifyAll();
        }
        then.run();
    }

    private void failed(Throwable fault) {
        Runnable then;
        long millis;
        synchronized (work) {
            pause = pause == 0 ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            millis = pause;
            then = work.failed();
            warn(fault.toString());
            work.notifyAll();
        }
        timers.next().schedule(this::again, millis, TimeUnit.MILLISECONDS);
        then.run();
    }

    private void again() {
        synchronized (work) {
            writing = false;
        }
        next();
    }

    /** Blocks until all is written, for so long at most, and no longer than writing works. */
    void flush(long millis) {
        next();
        synchronized (work) {
            awaitWritten(millis);
            if (work.size() > 0) {
                warn("shutdown");
            }
        }
    }

    private void awaitWritten(long millis) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (var left = millis; left > 0 && works() && work.size() > 0; left = millisUntil(end)) {
                work.wait(left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private void warn(String cause) {
        LOG.warn("event={} waiting={} cause={}", event, work.size(), cause);
    }
}
