package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutorGroup;
import io.trunkline.broker.message.Publication;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * What is still to be put down of that which waits for clients that are away: a publication once, for all sessions that it waits for; what has changed in its turn,
 * many at once, one write at a time. What cannot be written is tried again for as long as it takes, and nobody waits for that. From any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a timer that fails is its loop's end, and then all has ended
final class Parcels {
    private static final Logger LOG = LoggerFactory.getLogger(Parcels.class);

    /** What nobody waits to hear of is written after this, with all that comes meanwhile. */
    private static final long SOON_MILLIS = 100;

    /** A write that takes longer is waited for by nobody who comes then. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** Those that are not under way, and may wait for others too; a publication equals none but itself. */
    private final Map<Publication, Parcel> fresh = new HashMap<>();

    private final ParcelStore store;
    private final EventExecutorGroup timers;
    private final Waits waits = new Waits();

    /** Each with its turn, and in their order. */
    private Map<Parcel, Long> changed = new LinkedHashMap<>();

    private Map<Parcel, Long> underWay = Map.of();
    private long turns;
    private long lastPut;
    private boolean open;
    private boolean writing;
    private boolean alarmed;
    private long numbers;
    private long began;
    private long pause;

    /** Nothing is written before {@link #open}. */
    Parcels(ParcelStore store, EventExecutorGroup timers) {
        this.store = store;
        this.timers = timers;
    }

    /** What was kept before is known, and all from this number on are ours. */
    void open(long first) {
        synchronized (this) {
            open = true;
            numbers = first;
        }
        next();
    }

    /** Has a publication put down for one session: at once when somebody waits for that, when it was put for all whom it concerns; else soon. */
    Parcel put(Publication publication, Addressee to) {
        Parcel parcel;
        synchronized (this) {
            parcel = fresh.computeIfAbsent(publication, Parcel::new);
            if (!parcel.add(to)) {
                parcel = new Parcel(publication);
                parcel.add(to);
                fresh.put(publication, parcel);
            }
            lastPut = Math.max(lastPut, change(parcel));
        }
        soon();
        return parcel;
    }

    private long change(Parcel parcel) {
        return changed.computeIfAbsent(parcel, none -> ++turns);
    }

    /** It waits for this one no more; that is put down soon. */
    void settle(Parcel parcel, Addressee by) {
        List<Sinks.Empty<Void>> told;
        synchronized (this) {
            if (!parcel.remove(by)) {
                return;
            }
            if (parcel.isEmpty()) {
                fresh.remove(parcel.publication(), parcel);
            }
            if (parcel.isEmpty() && !parcel.isNumbered()) {
                changed.remove(parcel);
            } else {
                change(parcel);
            }
            told = waits.before(oldest());
        }
        told.forEach(Sinks.Empty::tryEmitEmpty);
        soon();
    }

    /** All turns before this one are written, or need not be any more. */
    private long oldest() {
        var first = underWay.isEmpty() ? changed : underWay;
        return first.isEmpty() ? Long.MAX_VALUE : first.values().iterator().next();
    }

    private void soon() {
        synchronized (this) {
            if (alarmed || !open || changed.isEmpty()) {
                return;
            }
            alarmed = true;
        }
        timers.next().schedule(this::rung, SOON_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void rung() {
        synchronized (this) {
            alarmed = false;
        }
        next();
    }

    /** Completes once all that was put until now is safe, or when that may take long. The same one while nothing more is put. */
    Mono<Void> safe() {
        next();
        return written();
    }

    private synchronized Mono<Void> written() {
        return isStuck() || lastPut < oldest() ? Mono.empty() : waits.until(lastPut);
    }

    private boolean isStuck() {
        return !works() || (writing && System.nanoTime() - began > SLOW_NANOS);
    }

    private void next() {
        ParcelStore.Change change;
        synchronized (this) {
            if (!open || writing || changed.isEmpty()) {
                return;
            }
            writing = true;
            began = System.nanoTime();
            change = take();
        }
        Mono.defer(() -> store.write(change))
                .subscribeOn(Schedulers.parallel())
                .subscribe(none -> {}, this::failed, this::done);
    }

    private ParcelStore.Change take() {
        var load = new Load();
        underWay = new LinkedHashMap<>();
        for (var each = changed.entrySet().iterator(); each.hasNext() && !load.isFull(); ) {
            var next = each.next();
            var parcel = next.getKey();
            underWay.put(parcel, next.getValue());
            each.remove();
            fresh.remove(parcel.publication(), parcel);
            number(parcel);
            load.add(parcel);
        }
        return load.change();
    }

    private void number(Parcel parcel) {
        if (!parcel.isNumbered()) {
            parcel.number(numbers++);
        }
    }

    private void done() {
        List<Sinks.Empty<Void>> told;
        boolean more;
        synchronized (this) {
            underWay.keySet().forEach(Parcel::stored);
            underWay = Map.of();
            pause = 0;
            writing = false;
            told = waits.before(oldest());
            more = !waits.isEmpty() || changed.size() >= Load.MOST;
            notifyAll();
        }
        told.forEach(Sinks.Empty::tryEmitEmpty);
        if (more) {
            next();
        } else {
            soon();
        }
    }

    private void failed(Throwable fault) {
        List<Sinks.Empty<Void>> disappointed;
        long millis;
        synchronized (this) {
            pause = pause == 0 ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            millis = pause;
            changed.forEach(underWay::putIfAbsent);
            changed = underWay;
            underWay = Map.of();
            disappointed = waits.before(Long.MAX_VALUE);
            LOG.warn("event=mqtt-parcels-not-written waiting={} cause={}", changed.size(), fault.toString());
            notifyAll();
        }
        disappointed.forEach(Sinks.Empty::tryEmitEmpty);
        timers.next().schedule(this::again, millis, TimeUnit.MILLISECONDS);
    }

    private void again() {
        synchronized (this) {
            writing = false;
            changed.keySet().removeIf(parcel -> parcel.isEmpty() && !parcel.isNumbered());
        }
        next();
    }

    /** Blocks until all is written, for so long at most, and no longer than writing works. */
    void flush(long millis) {
        next();
        awaitWritten(millis);
    }

    private synchronized void awaitWritten(long millis) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (var left = millis; left > 0 && works() && isSomething(); left = millisUntil(end)) {
                wait(left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (isSomething()) {
            LOG.warn("event=mqtt-parcels-not-written waiting={} cause=shutdown", changed.size() + underWay.size());
        }
    }

    private boolean works() {
        return open && pause == 0;
    }

    private boolean isSomething() {
        return writing || !changed.isEmpty();
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
}
