package io.trunkline.mqtt;

import java.util.ArrayList;
import java.util.List;

/** What one write takes of that which has changed: as much as may well be copied and sent at once, or a single parcel that is larger. */
final class Load {
    static final int MOST = 500;

    private static final int MOST_REMOVED = 5_000;
    private static final int MOST_BYTES = 4 << 20;

    private final List<SavedParcel> added = new ArrayList<>();
    private final List<SavedParcel> lessened = new ArrayList<>();
    private final List<Long> removed = new ArrayList<>();
    private int bytes;

    /** @param parcel that has its number */
    void add(Parcel parcel) {
        if (parcel.isEmpty()) {
            removed.add(parcel.number());
        } else if (parcel.isStored()) {
            lessened.add(parcel.saved());
            bytes += parcel.namesBytes();
        } else {
            added.add(parcel.saved());
            bytes += parcel.namesBytes() + parcel.bodyBytes();
        }
    }

    boolean isFull() {
        return bytes >= MOST_BYTES || added.size() + lessened.size() >= MOST || removed.size() >= MOST_REMOVED;
    }

    ParcelStore.Change change() {
        return new ParcelStore.Change(added, lessened, removed);
    }
}
