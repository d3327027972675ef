package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutorGroup;
import io.trunkline.mqtt.SessionStore.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * What is still to be put down of sessions: of each the newest only, many at once, one write at a time. What cannot be written is tried again for as long as it
 * takes, and nobody waits for that. From any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a timer that fails is its loop's end, and then all has ended
final class Records {
    static final int MOST_AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    /** Where so many wait, the end of one more is not remembered: a restart finds that session once again. */
    private static final int MOST_WAITING = 200_000;

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    private final Map<String, Entry> underWay = new HashMap<>();
    private final SessionStore store;
    private final EventExecutorGroup timers;
    private boolean open;
    private boolean writing;
    private long pause;

    /** One session's news, and those who want to hear that it is safe. */
    private record Entry(Change change, List<MonoSink<Boolean>> waiters) {}

    /** Nothing is written before {@link #open}. */
    Records(SessionStore store, EventExecutorGroup timers) {
        this.store = store;
        this.timers = timers;
    }

    /** Whether anything is kept at all. */
    boolean areKept() {
        return store != SessionStore.FORGETFUL;
    }

    /** What was kept before is known, and may be written over. */
    void open() {
        synchronized (this) {
            open = true;
        }
        next();
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** Whether there is news of a session that is not written yet. */
    synchronized boolean has(String sessionId) {
        return waiting.containsKey(sessionId) || underWay.containsKey(sessionId);
    }

    /** Has it put down soon. */
    void put(Change change) {
        synchronized (this) {
            var before = waiting.get(change.sessionId());
            if (before == null && change.now() == null && waiting.size() >= MOST_WAITING) {
                return;
            }
            waiting.put(change.sessionId(), new Entry(change, before == null ? new ArrayList<>() : before.waiters()));
        }
        next();
    }

    /** True once all that was put down of a session is safe; false when that may take long. */
    Mono<Boolean> safe(String sessionId) {
        return Mono.create(sink -> answer(sessionId, sink));
    }

    private synchronized void answer(String sessionId, MonoSink<Boolean> sink) {
        var entry = waiting.containsKey(sessionId) ? waiting.get(sessionId) : underWay.get(sessionId);
        if (entry == null) {
            sink.success(true);
        } else if (isStuck()) {
            sink.success(false);
        } else {
            entry.waiters().add(sink);
        }
    }

    private boolean isStuck() {
        return !open || pause > 0;
    }

    private void next() {
        List<Change> batch;
        synchronized (this) {
            if (!open || writing || waiting.isEmpty()) {
                return;
            }
            writing = true;
            batch = take();
        }
        Mono.defer(() -> store.write(batch)).subscribe(none -> {}, this::failed, this::done);
    }

    private List<Change> take() {
        var batch = new ArrayList<Change>();
        for (var each = waiting.values().iterator(); each.hasNext() && batch.size() < MOST_AT_ONCE; ) {
            var entry = each.next();
            each.remove();
            underWay.put(entry.change().sessionId(), entry);
            batch.add(entry.change());
        }
        return batch;
    }

    private void done() {
        List<Entry> written;
        synchronized (this) {
            written = over();
            pause = 0;
            writing = false;
            notifyAll();
        }
        written.forEach(entry -> entry.waiters().forEach(sink -> sink.success(true)));
        next();
    }

    private void failed(Throwable fault) {
        var disappointed = new ArrayList<MonoSink<Boolean>>();
        long millis;
        synchronized (this) {
            pause = pause == 0 ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            millis = pause;
            over().forEach(entry -> {
                disappointed.addAll(entry.waiters());
                waiting.putIfAbsent(entry.change().sessionId(), new Entry(entry.change(), new ArrayList<>()));
            });
            waiting.values().forEach(entry -> {
                disappointed.addAll(entry.waiters());
                entry.waiters().clear();
            });
            LOG.warn("event=mqtt-sessions-not-written waiting={} cause={}", waiting.size(), fault.toString());
            notifyAll();
        }
        disappointed.forEach(sink -> sink.success(false));
        timers.next().schedule(this::again, millis, TimeUnit.MILLISECONDS);
    }

    private List<Entry> over() {
        var all = List.copyOf(underWay.values());
        underWay.clear();
        return all;
    }

    private void again() {
        synchronized (this) {
            writing = false;
        }
        next();
    }

    /** Blocks until all is written, for so long at most, and no longer than writing works. */
    synchronized void flush(long millis) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (var left = millis; left > 0 && !isStuck() && isSomething(); left = millisUntil(end)) {
                wait(left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (isSomething()) {
            LOG.warn("event=mqtt-sessions-not-written waiting={} cause=shutdown", waiting.size() + underWay.size());
        }
    }

    private boolean isSomething() {
        return !waiting.isEmpty() || !underWay.isEmpty();
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
}
