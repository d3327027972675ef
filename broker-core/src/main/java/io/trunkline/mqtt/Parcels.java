package io.trunkline.mqtt;

import io.netty.util.concurrent.EventExecutorGroup;
import io.trunkline.broker.message.Publication;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * What is still to be put down of that which waits for clients that are away: a publication once, for all sessions that it waits for; what has changed in its turn,
 * many at once. Nobody waits for what cannot be written. From any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a timer that fails is its loop's end, and then all has ended
final class Parcels implements WriteLoop.Work {
    /** What nobody waits to hear of is written after this, with all that comes meanwhile. */
    private static final long SOON_MILLIS = 100;

    /** A write that takes longer is waited for by nobody who comes then. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Those that are not under way, and may wait for others too; a publication equals none but itself. */
    private final Map<Publication, Parcel> fresh = new HashMap<>();

    private final ParcelStore store;
    private final EventExecutorGroup timers;
    private final WriteLoop loop;
    private final Waits waits = new Waits();

    /** Each with its turn, and in their order. */
    private Map<Parcel, Long> changed = new LinkedHashMap<>();

    private Map<Parcel, Long> underWay = Map.of();
    private long turns;
    private long lastPut;
    private boolean alarmed;
    private long numbers;
    private long began;

    /** Nothing is written before {@link #open}. */
    Parcels(ParcelStore store, EventExecutorGroup timers) {
        this.store = store;
        this.timers = timers;
        this.loop = new WriteLoop("mqtt-parcels-not-written", this, timers);
    }

    /** What was kept before is known, and all from this number on are ours. */
    void open(long first) {
        synchronized (this) {
            numbers = first;
        }
        loop.open();
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
            if (alarmed || !loop.isOpen() || changed.isEmpty()) {
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
        loop.next();
    }

    /** Completes once all that was put until now is safe, or when that may take long. The same one while nothing more is put. */
    Mono<Void> safe() {
        loop.next();
        return untilWritten();
    }

    private synchronized Mono<Void> untilWritten() {
        return isStuck() || lastPut < oldest() ? Mono.empty() : waits.until(lastPut);
    }

    private boolean isStuck() {
        return !loop.works() || (!underWay.isEmpty() && System.nanoTime() - began > SLOW_NANOS);
    }

    @Override
    public int size() {
        return changed.size() + underWay.size();
    }

    @Override
    public Mono<Void> take() {
        began = System.nanoTime();
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
        var change = load.change();
        return Mono.defer(() -> store.write(change)).subscribeOn(Schedulers.parallel());
    }

    private void number(Parcel parcel) {
        if (!parcel.isNumbered()) {
            parcel.number(numbers++);
        }
    }

    @Override
    public Runnable written() {
        underWay.keySet().forEach(Parcel::stored);
        underWay = Map.of();
        var told = waits.before(oldest());
        var more = !waits.isEmpty() || changed.size() >= Load.MOST;
        return () -> {
            told.forEach(Sinks.Empty::tryEmitEmpty);
            if (more) {
                loop.next();
            } else {
                soon();
            }
        };
    }

    @Override
    public Runnable failed() {
        changed.forEach(underWay::putIfAbsent);
        changed = underWay;
        underWay = Map.of();
        var disappointed = waits.before(Long.MAX_VALUE);
        return () -> disappointed.forEach(Sinks.Empty::tryEmitEmpty);
    }

    /** Blocks until all is written, for so long at most, and no longer than writing works. */
    void flush(long millis) {
        loop.flush(millis);
    }
}
