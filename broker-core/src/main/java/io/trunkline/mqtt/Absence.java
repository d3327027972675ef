package io.trunkline.mqtt;

/** One client's time off the line: what waits for it meanwhile counts to its application. */
final class Absence {
    private final Kept kept;
    private boolean absent;
    private long bytes;

    Absence(Kept kept) {
        this.kept = kept;
    }

    /** False when the application has no room for what waits already. */
    synchronized boolean begin(long waiting) {
        end();
        absent = kept.addBytes(waiting);
        bytes = absent ? waiting : 0;
        return absent;
    }

    /** The client is back, or gone for good. */
    synchronized void end() {
        kept.removeBytes(bytes);
        bytes = 0;
        absent = false;
    }

    /** Takes the room for one more message; false when there is none. Who is there needs none. */
    synchronized boolean admits(int more) {
        if (!absent) {
            return true;
        }
        var room = kept.addBytes(more);
        bytes += room ? more : 0;
        return room;
    }
}
