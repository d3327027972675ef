package io.trunkline.mqtt;

import io.moquette.broker.Engine;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.observe.Country;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where sessions are made: each with its connection of the core and, where it is to be kept, a place of its application's. */
final class Foundry {
    private final Map<ApplicationId, Kept> rooms = new ConcurrentHashMap<>();
    private final Sessions sessions;
    private final MqttPorts ports;
    private final Engine engine;

    Foundry(Sessions sessions, MqttPorts ports, Engine engine) {
        this.sessions = sessions;
        this.ports = ports;
        this.engine = engine;
    }

    /**
     * For a client that is there.
     *
     * @throws Refused when it may not be
     */
    MqttSession make(Opening opening) {
        var kept = opening.sessionExpiry(sessions.limits()) > 0;
        var self = new Incarnation(opening.sessionId(), ports.random().nextLong());
        return make(self, opening.login(), kept, Country.UNKNOWN);
    }

    /**
     * As it was put down; nobody has come from anywhere.
     *
     * @throws Refused when it may not be there any more
     */
    MqttSession make(SavedSession saved) {
        var session = make(new Incarnation(saved.id(), saved.incarnation()), saved.login(), true, null);
        session.revive(saved, sessions.register().owed(saved.id()));
        return session;
    }

    private MqttSession make(Incarnation self, MqttLogin login, boolean kept, @Nullable Country from) {
        var keeping = sessions.limits().keeping();
        var room = rooms.computeIfAbsent(login.principal().application(), same -> new Kept(keeping));
        var id = self.sessionId();
        var backlog = new Backlog(id, engine, feed -> sessions.soon(id, feed));
        var session = new MqttSession(self, login, backlog, sessions, room);
        var arrival = Arrival.of(login.principal(), session.outbox()).as(LineKind.MQTT, login.tenure());
        session.connected(ports.broker().connect(from == null ? arrival : arrival.from(from)));
        if (kept && !session.claimPlace()) {
            session.connection().close(Reason.LIMIT_REACHED);
            ports.listener().refused(session.application(), Reason.LIMIT_REACHED);
            throw new Refused(Reason.LIMIT_REACHED, "the application keeps as many sessions as it may");
        }
        return session;
    }
}
