package io.trunkline.mqtt;

import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.refusal.Reason;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of sessions that no line has: their wills, and their ends. On their loops. */
final class Resting {
    private static final Logger LOG = LoggerFactory.getLogger(Resting.class);

    private final Sessions sessions;
    private final BrokerListener listener;

    Resting(Sessions sessions, BrokerListener listener) {
        this.sessions = sessions;
        this.listener = listener;
    }

    /** Its will and its end are near, or at once. */
    void begin(MqttSession session) {
        if (session.expiry() > 0 && !session.absence().begin(session.backlog().bytes())) {
            listener.refused(session.application(), Reason.LIMIT_REACHED);
            sessions.end(session, Reason.LIMIT_REACHED);
            return;
        }
        var will = session.pendingWill();
        var willDelay = will == null ? 0 : Math.min(will.delay(), session.expiry());
        if (willDelay == 0) {
            publishWill(session);
        } else {
            after(session, willDelay, () -> publishWill(session));
        }
        if (session.expiry() == 0) {
            sessions.end(session, Reason.CLOSED_BY_PEER);
        } else {
            after(session, session.expiry(), () -> sessions.end(session, Reason.CLOSED_BY_PEER));
        }
    }

    private void after(MqttSession session, long seconds, Runnable then) {
        session.remember(sessions.timers()
                .next()
                .schedule(
                        () -> sessions.command(session.id(), () -> ifAtRest(session, then)),
                        seconds,
                        TimeUnit.SECONDS));
    }

    private static void ifAtRest(MqttSession session, Runnable then) {
        if (session.line() == null) {
            then.run();
        }
    }

    void publishWill(MqttSession session) {
        var will = session.takeWill();
        if (will != null) {
            sessions.broker()
                    .publish(session.connection().principal(), will.topic(), will.message())
                    .subscribe(receipt -> {}, fault -> LOG.debug("event=mqtt-will-refused", fault));
        }
    }
}
