package io.trunkline.mqtt;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One client's time off the line: what waits for it meanwhile counts to its application. */
final class Absence {
    private final Kept kept;
    private @Nullable Instant since;
    private long bytes;

    Absence(Kept kept) {
        this.kept = kept;
    }

    /** False when the application has no room for what waits already. */
    synchronized boolean begin(long waiting, Instant now) {
        end();
        var room = kept.addBytes(waiting);
        since = room ? now : null;
        bytes = room ? waiting : 0;
        return room;
    }

    /** Null while the client is there. */
    synchronized @Nullable Instant since() {
        return since;
    }

    /** The client is back, or gone for good. */
    synchronized void end() {
        kept.removeBytes(bytes);
        bytes = 0;
        since = null;
    }

    /** Takes the room for one more message; false when there is none. Who is there needs none. */
    synchronized boolean admits(int more) {
        if (since == null) {
            return true;
        }
        var room = kept.addBytes(more);
        bytes += room ? more : 0;
        return room;
    }
}
