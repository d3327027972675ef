package io.trunkline.mqtt;

import io.trunkline.mqtt.SavedParcel.Addressee;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What waited for sessions when the process before this one ended, until they are back. From any thread. */
final class Owed {
    private static final Comparator<Item> TURN =
            Comparator.comparingLong(item -> item.to().turn());

    private final Map<String, List<Item>> waiting = new HashMap<>();
    private final Parcels parcels;

    /** One publication that waits for one session. */
    record Item(Parcel parcel, Addressee to) {}

    Owed(Parcels parcels) {
        this.parcels = parcels;
    }

    /** @param sessions that may come back; what waited for any other is forgotten, be it one before them under the same id */
    synchronized void add(List<SavedParcel> all, Collection<SavedSession> sessions) {
        var incarnations = new HashMap<String, Long>();
        sessions.forEach(saved -> incarnations.put(saved.id(), saved.incarnation()));
        for (var saved : all) {
            var parcel = Parcel.of(saved);
            for (var one : saved.addressees()) {
                if (Long.valueOf(one.incarnation()).equals(incarnations.get(one.sessionId()))) {
                    waiting.computeIfAbsent(one.sessionId(), id -> new ArrayList<>())
                            .add(new Item(parcel, one));
                } else {
                    parcels.settle(parcel, one);
                }
            }
        }
    }

    /** A session is back, and has this from now on, in this order. */
    List<Item> take(String sessionId) {
        List<Item> taken;
        synchronized (this) {
            taken = waiting.remove(sessionId);
        }
        if (taken == null) {
            return List.of();
        }
        taken.sort(TURN);
        return taken;
    }

    /** A session does not come back. */
    void forget(String sessionId) {
        take(sessionId).forEach(item -> parcels.settle(item.parcel(), item.to()));
    }
}
