package io.trunkline.mqtt;

import io.moquette.broker.Engine;
import io.moquette.broker.EngineEvents;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import io.trunkline.broker.Broker;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Progress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** All sessions of this node, of all applications, by an id that carries the application; and the engine under them. */
final class Sessions implements EngineEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final long LAST_COMMANDS_MILLIS = 500;
    private static final long LAST_RECORDS_MILLIS = 10_000;

    private final Map<String, MqttSession> sessions = new ConcurrentHashMap<>();
    private final MqttPorts ports;
    private final MqttLimits limits;
    private final MqttLoops loops;
    private final Engine engine;
    private final Foundry foundry;
    private final Register register;
    private final Resting resting;
    private final Restoration restoration;
    private final Handover handover;
    private volatile boolean ended;

    Sessions(MqttPorts ports, MqttLimits limits, MqttLoops loops) {
        this.ports = ports;
        this.limits = limits;
        this.loops = loops;
        var records = new Records(ports.store(), loops.group());
        var parcels = new Parcels(ports.parcels(), loops.group());
        var owed = new Owed(parcels);
        this.register = new Register(records, parcels, owed);
        this.resting = new Resting(this, ports, register);
        this.restoration = new Restoration(this, ports, records, parcels, owed);
        this.engine =
                new Engine(new Engine.Bounds(Integer.MAX_VALUE, limits.keeping().queuedBytes()), loops.group(), this);
        this.foundry = new Foundry(this, ports, engine);
        this.handover = new Handover(this, restoration, resting, engine, foundry);
    }

    Broker broker() {
        return ports.broker();
    }

    MqttLimits limits() {
        return limits;
    }

    /** What is put down of them. */
    Register register() {
        return register;
    }

    /** Has those back that outlived the process before this one, and then does what is next. */
    void restore(Runnable next) {
        restoration.begin(next);
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
        ports.listener().dropped(publication, session.connection().id(), reason);
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
        command(opening.sessionId(), () -> handover.begin(opening));
    }

    /** Null when there is none of this id. */
    @Nullable
    MqttSession find(String sessionId) {
        return sessions.get(sessionId);
    }

    /** There is one more, or one that was there has gone to another line. */
    void add(MqttSession session) {
        sessions.put(session.id(), session);
    }

    /** @throws Refused when no more come in */
    void checkOpen() {
        if (ended) {
            throw new Refused(Reason.SHUTDOWN);
        }
    }

    /**
     * Has one back that was put down, and whose client is away; on its loop. False when it has ended meanwhile, or is there already.
     *
     * @throws Refused when it may not be there any more
     */
    boolean revive(SavedSession saved) {
        if (sessions.containsKey(saved.id())) {
            return false;
        }
        checkOpen();
        var session = foundry.make(saved);
        sessions.put(session.id(), session);
        var left = saved.left();
        resting.begin(session, left == null ? ports.clock().instant() : left);
        return sessions.containsKey(saved.id());
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
            var goesOn = reason == Reason.SHUTDOWN && register.keeps(session);
            leave(session, goesOn);
            session.leavePlace();
            session.connection().close(reason);
            session.outbox().over(goesOn);
            engine.destroy(session.id());
            session.settled();
            engine.forget(session.id(), () -> !sessions.containsKey(session.id()));
        }
    }

    /** What was put down of a session stands where it is not we who end the process: its connection knows nothing any more. */
    private void leave(MqttSession session, boolean goesOn) {
        if (!goesOn) {
            register.ended(session);
            resting.publishWill(session);
        } else if (ended) {
            resting.suspend(session);
        }
    }

    /** It is another one than before; on its loop. */
    void changed(MqttSession session) {
        if (sessions.get(session.id()) == session) {
            register.changed(session);
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
    void soon(String sessionId, Runnable command) {
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

    /** Says goodbye to every line and ends every session, or lets it go on in the next process; those that come later are refused. */
    void end() {
        ended = true;
        restoration.close();
        sessions.values().forEach(session -> closedByCore(session, Reason.SHUTDOWN));
    }

    /** Stops the engine; blocks until what was asked of its loops is done, and what is kept is safe. */
    @Override
    public void close() {
        for (var loop : loops.group()) {
            loop.submit(() -> {}).awaitUninterruptibly(LAST_COMMANDS_MILLIS);
        }
        register.flush(LAST_RECORDS_MILLIS);
        engine.close();
    }
}
