package io.trunkline.broker;

import io.trunkline.broker.LocalBroker.Ports;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.presence.Announcements;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.SubscriptionOptions;

/** Where lines are opened, known while they are open, and forgotten when they are gone. */
final class Reception {
    private final Connections connections = new Connections();
    private final Subjects subjects = new Subjects();
    private final Ports ports;
    private final Announcements announcements;
    private final Ids ids;
    private final Review review;
    private final Line line;
    private volatile boolean closed;

    Reception(Line line, Ids ids, Announcements announcements) {
        this.ports = line.ports();
        this.line = line;
        this.announcements = announcements;
        this.ids = ids;
        this.review = new Review(line.ports().directory(), connections, subjects);
    }

    Connections connections() {
        return connections;
    }

    /** Whoever ends lines, of one application or all, sees this one among the others or is seen here. */
    Connection open(Arrival arrival) {
        refuseAnothersId(arrival.principal());
        var principal = arrival.principal().on(ids.connection());
        var connection = new LineConnection(principal, arrival, line, this::gone);
        connections.add(connection);
        subjects.enter(connection);
        try {
            arrival.standing().apply(principal).forEach(filter -> connection.add(filter, SubscriptionOptions.DEFAULT));
            arrival.wanted().forEach(filter -> connection.addAllowed(filter, SubscriptionOptions.DEFAULT));
            arrival.later().forEach(connection::checkAllowed);
            var ended = closed ? Reason.SHUTDOWN : review.ended(connection);
            if (ended != null) {
                throw new Refused(ended);
            }
        } catch (Refused no) {
            if (connection.end(no.reason())) {
                throw no;
            }
        }
        connection.news().begin(principal, arrival.from());
        review.crowd(connection);
        attend(connection);
        return connection;
    }

    /** What a subject hears in private would be what that connection does. */
    private void refuseAnothersId(Principal principal) {
        var named = connections.line(principal.subject());
        if (named != null && named.principal().application().equals(principal.application())) {
            throw new Refused(Reason.FORBIDDEN, "the subject is the id of an open connection");
        }
    }

    /** Nobody has the connection yet, so it has neither said nor heard anything. */
    private void attend(LineConnection connection) {
        var policy = ports.directory().find(connection.principal().application());
        if (!connection.kind().isPresent()
                || policy == null
                || !policy.inbound().taken()) {
            return;
        }
        var attendance = announcements.of(connection.principal());
        if (connection.news().attend(attendance)) {
            attendance.came();
        } else {
            // whoever closed it may not have taken it out yet, and nothing is said for one that was never announced
            connections.remove(connection);
        }
    }

    private void gone(LineConnection connection) {
        connections.remove(connection);
        subjects.leave(connection);
    }

    /** An application has changed. */
    void review(ApplicationId application) {
        review.of(application);
    }

    /** Ends every line, those to come as well; the platform's own hear of the others' going. */
    void close() {
        closed = true;
        connections.lines().filter(held -> held.kind().isClient()).forEach(held -> held.close(Reason.SHUTDOWN));
        announcements.close();
        connections.lines().forEach(held -> held.close(Reason.SHUTDOWN));
    }
}
