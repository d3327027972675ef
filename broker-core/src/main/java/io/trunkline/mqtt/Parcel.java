package io.trunkline.mqtt;

import io.trunkline.broker.message.Publication;
import io.trunkline.mqtt.SavedParcel.Addressee;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One publication that waits for sessions whose clients are away, and is put down for them. Guarded by {@link Parcels}. */
final class Parcel {
    /** For so many at most it waits: each that has it may cost that the others are written anew. */
    static final int MOST = 100;

    private static final int OVERHEAD = 40;

    private final Publication publication;
    private final Map<String, Addressee> addressees = new LinkedHashMap<>(2);
    private long number;
    private int namesBytes;
    private boolean stored;

    Parcel(Publication publication) {
        this.publication = publication;
    }

    /** As it was put down. */
    static Parcel of(SavedParcel saved) {
        var parcel = new Parcel(saved.publication());
        parcel.number = saved.number();
        parcel.stored = true;
        saved.addressees().forEach(parcel::add);
        return parcel;
    }

    Publication publication() {
        return publication;
    }

    /** False where it waits for as many as it may, or for this one already: then it is another delivery. */
    boolean add(Addressee to) {
        var added = addressees.size() < MOST && addressees.putIfAbsent(to.sessionId(), to) == null;
        namesBytes += added ? bytes(to) : 0;
        return added;
    }

    /** False where it did not wait for this one. */
    boolean remove(Addressee by) {
        var removed = addressees.remove(by.sessionId(), by);
        namesBytes -= removed ? bytes(by) : 0;
        return removed;
    }

    private static int bytes(Addressee one) {
        return OVERHEAD + one.sessionId().length();
    }

    /** About as many as those for whom it waits have, as they are put down. */
    int namesBytes() {
        return namesBytes;
    }

    /** About as many as the publication has. */
    int bodyBytes() {
        var message = publication.message();
        return message.payload().size() + message.properties().size() + OVERHEAD;
    }

    /** Whether it waits for nobody. */
    boolean isEmpty() {
        return addressees.isEmpty();
    }

    /** Whether there may be anything of it in the store; it is numbered from the first time that it is to be written. */
    boolean isNumbered() {
        return number > 0;
    }

    void number(long next) {
        number = next;
    }

    long number() {
        return number;
    }

    /** Whether all of it is in the store for sure, but for those for whom it does not wait any more. */
    boolean isStored() {
        return stored;
    }

    void stored() {
        stored = true;
    }

    SavedParcel saved() {
        return new SavedParcel(number, publication, List.copyOf(addressees.values()));
    }
}
