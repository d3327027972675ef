package io.trunkline.broker.cursor;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names leases: by the run of the cursor, the entry, and its attempt. */
final class LeaseIds {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{1,16})-([0-9a-f]{1,15})-([0-9a-f]{1,7})");

    private final String run;

    /** The attempt of an entry that an id names. */
    record Named(long number, int attempt) {}

    LeaseIds(long run) {
        this.run = Long.toHexString(run);
    }

    String of(Entry entry) {
        return run + '-' + Long.toHexString(entry.number()) + '-' + Integer.toHexString(entry.attempts());
    }

    /** Null for what is no id of this run. */
    @Nullable
    Named parse(String id) {
        var parts = TEXT.matcher(id);
        return parts.matches() && parts.group(1).equals(run)
                ? new Named(Long.parseLong(parts.group(2), 16), Integer.parseInt(parts.group(3), 16))
                : null;
    }
}
