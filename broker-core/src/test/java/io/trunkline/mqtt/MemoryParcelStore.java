package io.trunkline.mqtt;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What waits for sessions and outlives their door, as long as somebody has this. */
final class MemoryParcelStore implements ParcelStore {
    private static final long RUN = 1 << 20;

    private final Map<Long, SavedParcel> parcels = new ConcurrentSkipListMap<>();
    private final AtomicLong runs = new AtomicLong();
    private volatile boolean away;
    private volatile Sinks.Empty<Void> gate = open();

    /** What a kill would leave: what is written from now on is not in it. */
    MemoryParcelStore copy() {
        var copy = new MemoryParcelStore();
        copy.parcels.putAll(parcels);
        copy.runs.set(runs.get());
        return copy;
    }

    private static Sinks.Empty<Void> open() {
        var open = Sinks.<Void>empty();
        open.tryEmitEmpty();
        return open;
    }

    /** It takes its time, until it is let go on. */
    void hold() {
        gate = Sinks.empty();
    }

    void goOn() {
        gate.tryEmitEmpty();
    }

    /** It does not answer, or does again. */
    void away(boolean now) {
        away = now;
    }

    Map<Long, SavedParcel> parcels() {
        return parcels;
    }

    /** For whom anything is there, as often as there is. */
    List<String> addressees() {
        return parcels.values().stream()
                .flatMap(parcel -> parcel.addressees().stream())
                .map(SavedParcel.Addressee::sessionId)
                .toList();
    }

    @Override
    public Mono<Void> write(Change change) {
        return Mono.defer(() -> gate.asMono()).then(answer()).then(Mono.fromRunnable(() -> writeNow(change)));
    }

    private void writeNow(Change change) {
        change.added().forEach(parcel -> parcels.put(parcel.number(), parcel));
        change.lessened()
                .forEach(parcel -> parcels.computeIfPresent(
                        parcel.number(),
                        (number, there) -> new SavedParcel(number, there.publication(), parcel.addressees())));
        change.removed().forEach(parcels::remove);
    }

    @Override
    public Mono<Kept> read() {
        return answer().then(
                        Mono.fromSupplier(() -> new Kept(runs.incrementAndGet() * RUN, List.copyOf(parcels.values()))));
    }

    private Mono<Void> answer() {
        return Mono.defer(() -> away ? Mono.error(new Refused(Reason.UNAVAILABLE)) : Mono.empty());
    }
}
