package io.moquette.broker;

import io.moquette.broker.subscriptions.ISubscriptionsDirectory;
import java.time.Clock;

/** The session registry without Moquette's own expiry (unguarded maps, one failure stops it all): who ends a session, and when, is said from outside. */
final class EngineSessions extends SessionRegistry {
    private final ISessionsRepository repository;
    private final ISubscriptionsDirectory directory;

    @SuppressWarnings("NullAway") // the jar takes a scheduler and never looks at it
    EngineSessions(Engine.Parts parts, IQueueRepository queues, ISubscriptionsDirectory directory) {
        super(
                directory,
                parts.repository(),
                queues,
                parts.authorizator(),
                null,
                Clock.systemUTC(),
                Session.INFINITE_EXPIRY,
                parts.loops());
        this.repository = parts.repository();
        this.directory = directory;
    }

    @Override
    void connectionClosed(Session session) {
        session.disconnect();
    }

    /** Takes a session from its channel, whatever state it is in. */
    void detach(Session session) {
        session.disconnect();
        if (!session.disconnected()) {
            session.closeImmediately();
        }
    }

    void destroy(Session session) {
        detach(session);
        remove(session);
        repository.delete(session.getSessionData());
        directory.removeSharedSubscriptionsForClient(session.getClientID());
    }
}
