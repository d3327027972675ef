package io.trunkline.gateway.sse;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From where a stream's client wants to go on.
 *
 * @param since for each of its topics, in order; null where it was cannot be told any more
 * @param by how it says so
 */
record Start(List<@Nullable Since> since, By by) {
    /** What stands for a topic that has no position. */
    static final String NOWHERE = "-";

    /** How a client says where it was. */
    enum By {
        /** Not at all. */
        NOTHING,
        /** As browsers do by themselves when they come back. */
        LAST_EVENT,
        /** In so many words. */
        QUERY
    }

    /**
     * From a request's header, or else its query.
     *
     * @param lastEvent what any server may have given it as an event's id: it is never refused
     * @param topics how many it wants to hear
     * @throws Refused MALFORMED for a query that cannot be read
     */
    static Start of(@Nullable String lastEvent, @Nullable String query, int topics) {
        if (lastEvent != null && !lastEvent.isEmpty()) {
            return new Start(remembered(lastEvent, topics), By.LAST_EVENT);
        }
        return query == null
                ? new Start(all(Since.LATEST, topics), By.NOTHING)
                : new Start(asked(query, topics), By.QUERY);
    }

    private static List<@Nullable Since> all(@Nullable Since since, int topics) {
        return Collections.nCopies(topics, since);
    }

    private static List<@Nullable Since> remembered(String text, int topics) {
        try {
            return listed(text, topics);
        } catch (Refused unknown) {
            return all(null, topics);
        }
    }

    private static List<@Nullable Since> asked(String text, int topics) {
        return Stream.of("earliest", "latest").anyMatch(text::equals)
                ? all(Since.parse(text), topics)
                : listed(text, topics);
    }

    private static List<@Nullable Since> listed(String text, int topics) {
        var parts = text.split(",", -1);
        if (parts.length != topics) {
            throw new Refused(Reason.MALFORMED, "since is earliest, latest, or a position for each topic");
        }
        return Arrays.stream(parts)
                .<@Nullable Since>map(part -> part.equals(NOWHERE) ? null : Since.parse(part))
                .toList();
    }
}
