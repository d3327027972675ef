package io.trunkline.broker.cursor;

import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came to a bad end at a desk, until it is told. */
final class Endings {
    private List<Entry> dying = new ArrayList<>();
    private List<Lost> lost = new ArrayList<>();

    /** For whom it would have been; null for nobody in particular. */
    record Lost(Publication publication, @Nullable String reader, Reason reason) {}

    void dies(Entry entry) {
        dying.add(entry);
    }

    /** It had expired when its turn came. */
    void expires(Entry entry, Member member) {
        lost.add(new Lost(entry.publication(), member.reader(), Reason.EXPIRED));
    }

    /** There was no room for its topic. */
    void crowdedOut(Publication publication) {
        lost.add(new Lost(publication, null, Reason.LIMIT_REACHED));
    }

    /** What is to be buried now. */
    List<Entry> takeDying() {
        var taken = dying;
        dying = taken.isEmpty() ? taken : new ArrayList<>();
        return taken;
    }

    List<Lost> takeLost() {
        var taken = lost;
        lost = taken.isEmpty() ? taken : new ArrayList<>();
        return taken;
    }
}
