package io.trunkline.mqtt;

import io.moquette.broker.Engine;
import io.moquette.broker.EngineEvents;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Broker;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.observe.Country;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Progress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** All sessions of this node, of all applications, by an id that carries the application; and the engine under them. */
final class Sessions implements EngineEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final long LAST_COMMANDS_MILLIS = 500;

    private final Map<String, MqttSession> sessions = new ConcurrentHashMap<>();
    private final Map<ApplicationId, Kept> rooms = new ConcurrentHashMap<>();
    private final Broker broker;
    private final BrokerListener listener;
    private final MqttLimits limits;
    private final MqttLoops loops;
    private final Engine engine;
    private final Resting resting;
    private volatile boolean ended;

    Sessions(Broker broker, BrokerListener listener, MqttLimits limits, MqttLoops loops) {
        this.broker = broker;
        this.listener = listener;
        this.limits = limits;
        this.loops = loops;
        this.resting = new Resting(this, listener);
        this.engine =
                new Engine(new Engine.Bounds(Integer.MAX_VALUE, limits.keeping().queuedBytes()), loops.group(), this);
    }

    Broker broker() {
        return broker;
    }

    EventExecutorGroup timers() {
        return loops.group();
    }

    /** The way out for QoS 0 to the line that has the session. */
    LineExit exit(MqttSession session, Line line, Conversation conversation) {
        var loop = loops.deliveries().on(line.channel().eventLoop());
        return new LineExit(
                line,
                conversation,
                loop,
                limits.unsentBytes(),
                (lost, reason) -> dropped(session, lost.publication(), reason));
    }

    /** A delivery that was taken and then thrown away. */
    void dropped(MqttSession session, Publication publication, Reason reason) {
        listener.dropped(publication, session.connection().id(), reason);
    }

    /** How far a session is with a publication; looked up on its loop. */
    Mono<Progress> progress(MqttSession session, String publication) {
        return Mono.create(answer ->
                command(session.id(), () -> answer.success(session.backlog().progress(publication))));
    }

    ChannelHandler engineHandler() {
        return engine.handler();
    }

    /** Gives a login its session, new or kept; the gate hears of it on its own loop. */
    void open(Opening opening) {
        command(opening.sessionId(), () -> openNow(opening));
    }

    private void openNow(Opening opening) {
        var existing = sessions.get(opening.sessionId());
        if (existing != null && existing.isOpening()) {
            existing.afterOpening(() -> open(opening));
            return;
        }
        if (existing != null) {
            displace(existing, opening);
        }
        try {
            if (ended) {
                throw new Refused(Reason.SHUTDOWN);
            }
            var kept = sessions.get(opening.sessionId());
            var session = kept == null ? begin(opening) : resume(kept, opening);
            session.attach(opening, opening.sessionExpiry(limits));
            engine.move(session.id(), opening.line().channel().eventLoop());
            opening.line().run(() -> opening.gate().enter(session, kept != null));
        } catch (Refused no) {
            opening.line().run(() -> opening.gate().refuse(no));
        }
    }

    /** Takes the session from whom it was, and ends it if the new one wants or may have nothing of it. */
    private void displace(MqttSession session, Opening opening) {
        var kept = !opening.request().cleanStart()
                && (session.line() == null || session.expiry() > 0)
                && session.subject().equals(opening.login().principal().subject());
        session.cancelTimers();
        var line = session.line();
        if (line != null) {
            session.detach(line);
            line.run(() -> line.disconnect(Codes.TAKEN_OVER, "another connection took the session"));
            engine.detach(session.id());
        }
        var will = session.pendingWill();
        if (will != null && (!kept || (line != null && will.delay() == 0))) {
            resting.publishWill(session);
        }
        if (!kept) {
            end(session, Reason.REPLACED);
        }
    }

    private MqttSession begin(Opening opening) {
        var login = opening.login();
        var room = rooms.computeIfAbsent(login.principal().application(), id -> new Kept(limits.keeping()));
        var backlog = new Backlog(opening.sessionId(), engine, feed -> soon(opening.sessionId(), feed));
        var session = new MqttSession(opening, backlog, this, limits, room);
        session.connected(broker.connect(Arrival.of(login.principal(), session.outbox())
                .as(LineKind.MQTT, login.tenure())
                .from(Country.UNKNOWN)));
        if (opening.sessionExpiry(limits) > 0 && !session.claimPlace()) {
            session.connection().close(Reason.LIMIT_REACHED);
            listener.refused(session.application(), Reason.LIMIT_REACHED);
            throw new Refused(Reason.LIMIT_REACHED, "the application keeps as many sessions as it may");
        }
        sessions.put(session.id(), session);
        return session;
    }

    private static MqttSession resume(MqttSession session, Opening opening) {
        session.connection().renew(opening.login().principal(), opening.login().tenure());
        return session;
    }

    /** Lets the engine have the channel; on the channel's loop. */
    void bind(MqttSession session, Opening opening) {
        var line = opening.line();
        line.context().fireChannelRead(ConnectRequest.forEngine(session.id()));
        var backlog = session.backlog();
        var sent = engine.fit(line.channel(), opening.window(), backlog.lastPacketId(), backlog.releasing());
        opening.gate().exit().fit(sent);
    }

    @Override
    public void opened(String sessionId) {
        var session = sessions.get(sessionId);
        var opening = session == null ? null : session.holder();
        if (session != null && opening != null) {
            opening.gate().opened();
            command(sessionId, session::settled);
        }
    }

    /** A line is closed. */
    void gone(MqttSession session, Line line) {
        command(session.id(), () -> {
            if (session.detach(line)) {
                engine.detach(session.id());
                resting.begin(session);
                session.settled();
            }
        });
    }

    /** The core has closed the session's connection. */
    void closedByCore(MqttSession session, Reason reason) {
        command(session.id(), () -> closedNow(session, reason));
    }

    /** A client hears why it is sent away once it has heard that it is in. */
    private void closedNow(MqttSession session, Reason reason) {
        if (session.isOpening()) {
            session.afterOpening(() -> closedByCore(session, reason));
            return;
        }
        var line = session.line();
        if (line != null) {
            session.detach(line);
            line.run(() -> line.disconnect(Codes.disconnect(reason), reason.text()));
        }
        end(session, reason);
    }

    /** On its loop. */
    void end(MqttSession session, Reason reason) {
        if (sessions.remove(session.id(), session)) {
            session.cancelTimers();
            session.leavePlace();
            resting.publishWill(session);
            session.connection().close(reason);
            engine.destroy(session.id());
            session.settled();
            engine.forget(session.id(), () -> !sessions.containsKey(session.id()));
        }
    }

    @Override
    public void destroyed(String sessionId) {
        var session = sessions.get(sessionId);
        if (session != null) {
            end(session, Reason.CLOSED_BY_PEER);
        }
    }

    /** Runs on the session's loop, in its turn with the deliveries of QoS 0 if it is there for a client, so that all leave together. */
    private void soon(String sessionId, Runnable command) {
        var session = sessions.get(sessionId);
        var holder = session == null ? null : session.present();
        if (holder == null) {
            command(sessionId, command);
        } else {
            holder.gate().exit().inTurn(() -> command(sessionId, command));
        }
    }

    /** Runs on the session's loop. */
    void command(String sessionId, Runnable command) {
        if (!engine.run(sessionId, command)) {
            LOG.debug("event=mqtt-command-after-shutdown");
        }
    }

    /** Says goodbye to every line and ends every session; those that come later are refused. */
    void end() {
        ended = true;
        sessions.values().forEach(session -> closedByCore(session, Reason.SHUTDOWN));
    }

    /** Stops the engine; blocks until what was asked of its loops is done. */
    @Override
    public void close() {
        for (var loop : loops.group()) {
            loop.submit(() -> {}).awaitUninterruptibly(LAST_COMMANDS_MILLIS);
        }
        engine.close();
    }
}
