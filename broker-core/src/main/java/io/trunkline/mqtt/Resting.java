package io.trunkline.mqtt;

import io.trunkline.broker.refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of sessions that no line has: their wills, and their ends. On their loops. */
final class Resting {
    private static final Logger LOG = LoggerFactory.getLogger(Resting.class);

    private final Sessions sessions;
    private final MqttPorts ports;
    private final Register register;

    Resting(Sessions sessions, MqttPorts ports, Register register) {
        this.sessions = sessions;
        this.ports = ports;
        this.register = register;
    }

    /** Its client has gone: its will and its end are near, or at once. */
    void begin(MqttSession session) {
        begin(session, ports.clock().instant());
    }

    /** The same for one whose client went some time ago. */
    void begin(MqttSession session, Instant left) {
        if (session.expiry() > 0 && !session.absence().begin(session.backlog().bytes(), left)) {
            ports.listener().refused(session.application(), Reason.LIMIT_REACHED);
            sessions.end(session, Reason.LIMIT_REACHED);
            return;
        }
        var gone = Math.max(0, Duration.between(left, ports.clock().instant()).toMillis());
        var will = session.pendingWill();
        if (will != null) {
            var delay = Math.min(will.delay(), session.expiry());
            soon(session, TimeUnit.SECONDS.toMillis(delay) - gone, () -> publishWill(session));
        }
        register.changed(session);
        soon(
                session,
                TimeUnit.SECONDS.toMillis(session.expiry()) - gone,
                () -> sessions.end(session, Reason.CLOSED_BY_PEER));
    }

    private void soon(MqttSession session, long millis, Runnable then) {
        if (millis <= 0) {
            then.run();
        } else {
            session.remember(sessions.timers()
                    .next()
                    .schedule(
                            () -> sessions.command(session.id(), () -> ifAtRest(session, then)),
                            millis,
                            TimeUnit.MILLISECONDS));
        }
    }

    private void ifAtRest(MqttSession session, Runnable then) {
        if (session.line() == null) {
            then.run();
            sessions.changed(session);
        }
    }

    void publishWill(MqttSession session) {
        var will = session.takeWill();
        if (will != null) {
            ports.broker()
                    .publish(session.connection().principal(), will.topic(), will.message())
                    .subscribe(receipt -> {}, fault -> LOG.debug("event=mqtt-will-refused", fault));
        }
    }

    /** The process ends, and the session goes on in the next one: only a will that waits for nothing is published now. */
    void suspend(MqttSession session) {
        if (session.absence().since() == null) {
            session.absence().begin(session.backlog().bytes(), ports.clock().instant());
        }
        var will = session.pendingWill();
        if (will != null && will.delay() == 0) {
            publishWill(session);
        }
        register.changed(session);
    }
}
