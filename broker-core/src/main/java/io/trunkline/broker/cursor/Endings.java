package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Publication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came to a bad end at a desk, until it is told. */
final class Endings {
    private List<Entry> dying = new ArrayList<>();
    private List<Lost> expired = new ArrayList<>();

    /** For whom it would have been; null for nobody in particular. */
    record Lost(Publication publication, @Nullable String reader) {}

    void dies(Entry entry) {
        dying.add(entry);
    }

    /** It had expired when its turn came. */
    void expires(Entry entry, Member member) {
        expired.add(new Lost(entry.publication(), member.reader()));
    }

    /** What is to be buried now. */
    List<Entry> takeDying() {
        var taken = dying;
        dying = taken.isEmpty() ? taken : new ArrayList<>();
        return taken;
    }

    List<Lost> takeExpired() {
        var taken = expired;
        expired = taken.isEmpty() ? taken : new ArrayList<>();
        return taken;
    }
}
