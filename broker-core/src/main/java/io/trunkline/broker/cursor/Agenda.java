package io.trunkline.broker.cursor;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happens to entries by themselves, and when: leases that end, delays that are over. */
final class Agenda {
    private final NavigableMap<Place, Entry> places =
            new TreeMap<>(Comparator.comparingLong(Place::at).thenComparingLong(Place::number));

    private record Place(long at, long number) {}

    void put(Entry entry, long at) {
        entry.due(at);
        places.put(new Place(at, entry.number()), entry);
    }

    void remove(Entry entry) {
        var at = entry.due();
        if (at != null) {
            places.remove(new Place(at, entry.number()));
            entry.due(null);
        }
    }

    /** When the first is due; null when nothing is. */
    @Nullable
    Long first() {
        return places.isEmpty() ? null : places.firstKey().at();
    }

    /** Takes the first whose time has come; null when there is none. */
    @Nullable
    Entry poll(long now) {
        var first = places.firstEntry();
        if (first == null || first.getKey().at() > now) {
            return null;
        }
        remove(first.getValue());
        return first.getValue();
    }
}
