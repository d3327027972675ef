package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of each subject, by their kind, in the order in which they came: only the newest so many may stay. */
final class Subjects {
    private final Map<Key, LinkedHashSet<LineConnection>> lines = new ConcurrentHashMap<>();

    private record Key(ApplicationId application, String subject, LineKind kind) {
        static Key of(LineConnection line) {
            var principal = line.principal();
            return new Key(principal.application(), principal.subject(), line.kind());
        }
    }

    /** One without a subject has its connection's id for a subject, and is the only one of that. */
    private static boolean isCounted(LineConnection line) {
        return line.kind().isCounted() && !line.principal().subject().equals(line.id());
    }

    void enter(LineConnection line) {
        if (isCounted(line)) {
            lines.compute(Key.of(line), (key, there) -> {
                var grown = there == null ? new LinkedHashSet<LineConnection>(2) : there;
                grown.add(line);
                return grown;
            });
        }
    }

    void leave(LineConnection line) {
        if (isCounted(line)) {
            lines.computeIfPresent(Key.of(line), (key, there) -> {
                there.remove(line);
                return there.isEmpty() ? null : there;
            });
        }
    }

    /**
     * Closes the oldest of this line's subject and kind that are too many, be it the line itself.
     *
     * @param most how many may stay; 0 for all
     */
    void keepNewest(LineConnection line, int most) {
        if (most == 0 || !isCounted(line)) {
            return;
        }
        tooMany(Key.of(line), most).forEach(old -> old.close(Reason.REPLACED));
    }

    /** They leave when they are closed; those who ask at the same time may be told the same. */
    private List<LineConnection> tooMany(Key key, int most) {
        var found = new ArrayList<LineConnection>(1);
        lines.computeIfPresent(key, (same, there) -> {
            there.stream().limit(Math.max(0, there.size() - most)).forEach(found::add);
            return there;
        });
        return found;
    }
}
