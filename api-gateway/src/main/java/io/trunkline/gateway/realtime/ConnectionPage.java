package io.trunkline.gateway.realtime;

import io.trunkline.broker.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** The connections with the lowest ids after one, chosen in one walk over all of them that keeps no more than fit on a page. */
final class ConnectionPage {
    private static final Comparator<Connection> BY_ID = Comparator.comparing(Connection::id);

    private final PriorityQueue<Connection> lowest = new PriorityQueue<>(BY_ID.reversed());
    private final String after;
    private final int limit;
    private int total;
    private boolean isLast = true;

    private ConnectionPage(String after, int limit) {
        this.after = after;
        this.limit = limit;
    }

    /** @param limit at least 1 */
    static ConnectionPage of(Stream<Connection> all, String after, int limit) {
        var page = new ConnectionPage(after, limit);
        all.forEach(page::see);
        return page;
    }

    private void see(Connection connection) {
        total++;
        if (connection.id().compareTo(after) <= 0) {
            return;
        }
        if (lowest.size() < limit) {
            lowest.add(connection);
            return;
        }
        isLast = false;
        if (BY_ID.compare(connection, lowest.element()) < 0) {
            lowest.remove();
            lowest.add(connection);
        }
    }

    /** Of all pages. */
    int total() {
        return total;
    }

    boolean isLast() {
        return isLast;
    }

    /** In the order of their ids. */
    List<Connection> connections() {
        return lowest.stream().sorted(BY_ID).toList();
    }
}
