package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The open connections of this node, by their ids. */
public final class Connections {
    private final Map<String, LineConnection> open = new ConcurrentHashMap<>();

    void add(LineConnection connection) {
        open.put(connection.id(), connection);
    }

    void remove(LineConnection connection) {
        open.remove(connection.id(), connection);
    }

    @Nullable
    LineConnection line(@Nullable String id) {
        return id == null ? null : open.get(id);
    }

    /** The connection of this id if it belongs to the application, else null. */
    public @Nullable Connection find(ApplicationId application, String id) {
        var found = open.get(id);
        return found != null && found.principal().application().equals(application) ? found : null;
    }

    public Stream<Connection> of(ApplicationId application) {
        return all().filter(connection -> connection.principal().application().equals(application));
    }

    public Stream<Connection> all() {
        return open.values().stream().map(Connection.class::cast);
    }

    public int size() {
        return open.size();
    }
}
