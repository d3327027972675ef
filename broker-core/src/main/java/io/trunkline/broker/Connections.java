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

    Stream<LineConnection> lines() {
        return open.values().stream();
    }

    /** The connection of this id if it is a client of the application, else null. */
    public @Nullable Connection find(ApplicationId application, String id) {
        var found = open.get(id);
        return found != null
                        && found.kind().isClient()
                        && found.principal().application().equals(application)
                ? found
                : null;
    }

    /** The application's clients; the platform's own lines are nobody's to end. */
    public Stream<Connection> of(ApplicationId application) {
        return clients(application).map(Connection.class::cast);
    }

    private Stream<LineConnection> clients(ApplicationId application) {
        return lines(application).stream().filter(line -> line.kind().isClient());
    }

    /**
     * Ends, on all lines of a subject, the subscriptions whose filters match one of the patterns; never those on private topics. The outboxes are told, with
     * {@link Reason#TERMINATED}.
     *
     * @return what was found
     */
    public Ended unsubscribe(ApplicationId application, String subject, GlobList patterns) {
        return clients(application)
                .filter(line -> line.principal().subject().equals(subject))
                .map(line -> line.end(filter -> patterns.matches(filter.text()), Reason.TERMINATED))
                .map(ended -> new Ended(1, ended.size()))
                .reduce(Ended.NOTHING, Ended::plus);
    }

    /**
     * What an order to unsubscribe found.
     *
     * @param connections the subject's lines
     * @param subscriptions those that have ended
     */
    public record Ended(int connections, int subscriptions) {
        private static final Ended NOTHING = new Ended(0, 0);

        private Ended plus(Ended more) {
            return new Ended(connections + more.connections, subscriptions + more.subscriptions);
        }
    }

    /** All lines, the platform's own among them. */
    public Stream<Connection> all() {
        return lines().map(Connection.class::cast);
    }

    public int size() {
        return open.size();
    }
}
