package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutorGroup;
import io.trunkline.mqtt.SessionStore.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** What is still to be put down of sessions: of each the newest only, many at once. Nobody waits for what cannot be written. From any thread. */
final class Records implements WriteLoop.Work {
    static final int MOST_AT_ONCE = 500;

    /** Where so many wait, the end of one more is not remembered: a restart finds that session once again. */
    private static final int MOST_WAITING = 200_000;

    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    private final Map<String, Entry> underWay = new HashMap<>();
    private final SessionStore store;
    private final WriteLoop loop;

    /** One session's news, and those who want to hear that it is safe. */
    private record Entry(Change change, List<MonoSink<Boolean>> waiters) {}

    /** Nothing is written before {@link #open}. */
    Records(SessionStore store, EventExecutorGroup timers) {
        this.store = store;
        this.loop = new WriteLoop("mqtt-sessions-not-written", this, timers);
    }

    /** Whether anything is kept at all. */
    boolean areKept() {
        return store != SessionStore.FORGETFUL;
    }

    /** What was kept before is known, and may be written over. */
    void open() {
        loop.open();
    }

    boolean isOpen() {
        return loop.isOpen();
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
        loop.next();
    }

    /** True once all that was put down of a session is safe; false when that may take long. */
    Mono<Boolean> safe(String sessionId) {
        return Mono.create(sink -> answer(sessionId, sink));
    }

    private synchronized void answer(String sessionId, MonoSink<Boolean> sink) {
        var entry = waiting.containsKey(sessionId) ? waiting.get(sessionId) : underWay.get(sessionId);
        if (entry == null) {
            sink.success(true);
        } else if (loop.works()) {
            entry.waiters().add(sink);
        } else {
            sink.success(false);
        }
    }

    @Override
    public int size() {
        return waiting.size() + underWay.size();
    }

    @Override
    public Mono<Void> take() {
        var batch = new ArrayList<Change>();
        for (var each = waiting.values().iterator(); each.hasNext() && batch.size() < MOST_AT_ONCE; ) {
            var entry = each.next();
            each.remove();
            underWay.put(entry.change().sessionId(), entry);
            batch.add(entry.change());
        }
        return Mono.defer(() -> store.write(batch));
    }

    @Override
    public Runnable written() {
        var told = over();
        return () -> {
            told.forEach(entry -> entry.waiters().forEach(sink -> sink.success(true)));
            loop.next();
        };
    }

    @Override
    public Runnable failed() {
        var disappointed = new ArrayList<MonoSink<Boolean>>();
        over().forEach(entry -> {
            disappointed.addAll(entry.waiters());
            waiting.putIfAbsent(entry.change().sessionId(), new Entry(entry.change(), new ArrayList<>()));
        });
        waiting.values().forEach(entry -> {
            disappointed.addAll(entry.waiters());
            entry.waiters().clear();
        });
        return () -> disappointed.forEach(sink -> sink.success(false));
    }

    private List<Entry> over() {
        var all = List.copyOf(underWay.values());
        underWay.clear();
        return all;
    }

    /** Blocks until all is written, for so long at most, and no longer than writing works. */
    void flush(long millis) {
        loop.flush(millis);
    }
}
