package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.topic.GlobList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The open connections of this node, by their ids and by their applications. */
public final class Connections {
    private final Map<String, LineConnection> open = new ConcurrentHashMap<>();
    private final Map<ApplicationId, Map<String, LineConnection>> byApplication = new ConcurrentHashMap<>();

    void add(LineConnection connection) {
        open.put(connection.id(), connection);
        byApplication.compute(connection.principal().application(), (id, lines) -> {
            var grown = lines == null ? new ConcurrentHashMap<String, LineConnection>() : lines;
            grown.put(connection.id(), connection);
            return grown;
        });
    }

    void remove(LineConnection connection) {
        open.remove(connection.id(), connection);
        byApplication.computeIfPresent(connection.principal().application(), (id, lines) -> {
            lines.remove(connection.id(), connection);
            return lines.isEmpty() ? null : lines;
        });
    }

    @Nullable
    LineConnection line(@Nullable String id) {
        return id == null ? null : open.get(id);
    }

    /** May be walked while lines come and go. */
    Collection<LineConnection> lines(ApplicationId application) {
        var lines = byApplication.get(application);
        return lines == null ? List.of() : lines.values();
    }

    /** The connection of this id if it belongs to the application, else null. */
    public @Nullable Connection find(ApplicationId application, String id) {
        var found = open.get(id);
        return found != null && found.principal().application().equals(application) ? found : null;
    }

    public Stream<Connection> of(ApplicationId application) {
        return lines(application).stream().map(Connection.class::cast);
    }

    /**
     * Ends, on all lines of a subject, the subscriptions whose filters match one of the patterns; never those on private topics. The outboxes are told, with
     * {@link Reason#TERMINATED}.
     *
     * @return how many were ended
     */
    public int unsubscribe(ApplicationId application, String subject, GlobList patterns) {
        return lines(application).stream()
                .filter(line -> line.principal().subject().equals(subject))
                .mapToInt(line -> line.end(filter -> patterns.matches(filter.text()), Reason.TERMINATED)
                        .size())
                .sum();
    }

    public Stream<Connection> all() {
        return open.values().stream().map(Connection.class::cast);
    }

    public int size() {
        return open.size();
    }
}
