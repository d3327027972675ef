package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.ScheduledFuture;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A line on its way in: from its CONNECT by the dialect's login to an open session, or to a refusal. On the channel's loop only. */
final class ConnectGate {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectGate.class);

    private final Line line;
    private final Entrance entrance;
    private final KeepAlive keepAlive;
    private final HeldPackets held;
    private final Consumer<Object> again;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable Disposable login;
    private @Nullable ConnectRequest request;
    private @Nullable Opening opening;
    private @Nullable Conversation conversation;
    private @Nullable LineExit exit;
    private @Nullable MqttSession session;
    private @Nullable StayWatch stay;
    private boolean kept;
    private boolean counted;
    private boolean entered;

    /**
     * @param keepAlive begins when the line is open
     * @param again takes the packets that had to wait, once the line is open
     */
    ConnectGate(Line line, Entrance entrance, KeepAlive keepAlive, Consumer<Object> again) {
        this.line = line;
        this.entrance = entrance;
        this.keepAlive = keepAlive;
        this.again = again;
        this.held = new HeldPackets(line);
    }

    /** Gives the client its time to connect. */
    void await() {
        if (deadline != null) {
            return;
        }
        var millis = entrance.limits().connectTimeout().toMillis();
        deadline = line.context().executor().schedule(this::late, millis, TimeUnit.MILLISECONDS);
    }

    private void late() {
        if (!line.isOpen()) {
            turnAway(Turned.LATE);
            line.close();
        }
    }

    /** Counts why the line does not come to be; the first reason is the one. */
    void turnAway(Turned why) {
        refused(why.code());
    }

    private void refused(String reason) {
        if (!counted && line.isComing()) {
            counted = true;
            entrance.meter().refused(reason);
            LOG.debug("event=mqtt-refused reason={} {}", reason, caller());
        }
    }

    /** Who this is, for the log: never a user name, which may be a secret. */
    Caller caller() {
        return new Caller(line, entrance.listener(), request, opening);
    }

    void hold(Object packet) {
        held.add(packet);
    }

    Conversation conversation() {
        if (conversation == null) {
            throw new IllegalStateException("not connected");
        }
        return conversation;
    }

    /** Only of an open line; may be asked for on any thread once it is. */
    LineExit exit() {
        if (exit == null) {
            throw new IllegalStateException("not connected");
        }
        return exit;
    }

    void connect(MqttConnectMessage packet) {
        line.opening();
        var version5 = packet.variableHeader().version() >= 5;
        try {
            line.terms(ClientTerms.of(packet.variableHeader()));
            var said = ConnectRequest.read(packet, entrance.ids());
            request = said;
            login = ask(said)
                    .switchIfEmpty(Mono.error(() -> new Refused(Reason.UNAUTHENTICATED)))
                    .subscribe(
                            answer -> line.run(() -> loggedIn(said, answer)), fault -> line.run(() -> refuse(fault)));
        } catch (ProtocolFault fault) {
            turnAway(Turned.PROTOCOL);
            line.refuse(fault.code(), fault.text(), version5);
        }
    }

    private Mono<MqttLogin> ask(ConnectRequest request) {
        return Mono.defer(() -> entrance.dialect()
                .login(new MqttLoginAttempt(
                        request.clientId(),
                        request.userName(),
                        request.password(),
                        request.terms().version(),
                        MqttPeer.of(line.channel()),
                        entrance.listener())));
    }

    private void loggedIn(ConnectRequest request, MqttLogin answer) {
        if (line.state() != Line.State.OPENING) {
            return;
        }
        var next = new Opening(line, request, answer, this);
        var misfit = next.misfit();
        if (misfit == null) {
            opening = next;
            entrance.sessions().open(next);
        } else {
            turnAway(Turned.PROTOCOL);
            line.refuse(misfit.code(), misfit.text(), line.isVersion5());
        }
    }

    /** The core or the dialect said no. */
    void refuse(Throwable fault) {
        if (fault instanceof Refused refused) {
            refused(refused.reason().code());
            line.refuse(Codes.connack(refused.reason()), refused.detail(), line.isVersion5());
        } else {
            turnAway(Turned.FAULT);
            LOG.warn("event=mqtt-login-failed {}", caller(), fault);
            line.refuse(Codes.UNAVAILABLE, "the login could not be checked", line.isVersion5());
        }
    }

    /** The session is this line's: the engine may make the channel its own. */
    void enter(MqttSession found, boolean present) {
        session = found;
        kept = present;
        if (!line.channel().isActive() || line.state() != Line.State.OPENING || opening == null) {
            entrance.sessions().gone(found, line);
            return;
        }
        conversation = new Conversation(line, found, entrance);
        exit = entrance.sessions().exit(found, line, conversation);
        line.beforeEnd(exit::drain);
        line.will(opening.request().will());
        entrance.sessions().bind(found, opening);
    }

    /** What the engine's CONNACK is replaced by. */
    MqttConnAckMessage connack() {
        if (opening == null) {
            throw new IllegalStateException("no session");
        }
        return opening.accepted(kept, entrance.limits());
    }

    /** The CONNACK is on the wire. */
    void opened() {
        if (line.state() == Line.State.OPENING) {
            line.opened();
            cancelDeadline();
            keepAlive.begin(keepAliveSeconds());
            watch(opening == null ? null : opening.login().stay());
            Origin.of(line.channel()).entered();
            entrance.meter().opened();
            LOG.debug("event=mqtt-connected {}", caller());
            entered = true;
            held.release(again);
        }
    }

    private void watch(@Nullable Stay offered) {
        if (offered != null) {
            stay = new StayWatch(line.context().executor(), offered, this::over);
            stay.look();
        }
    }

    private void over() {
        line.disconnect(Codes.disconnect(Reason.TOKEN_EXPIRED), Reason.TOKEN_EXPIRED.text());
    }

    private int keepAliveSeconds() {
        return opening == null ? 0 : opening.keepAlive(entrance.limits());
    }

    /** A packet the codec could not read. */
    void undecodable(MqttMessage packet) {
        turnAway(Turned.PROTOCOL);
        new Unreadable(packet).end(line);
    }

    /** The channel is closed. */
    void gone() {
        cancelDeadline();
        keepAlive.end();
        if (stay != null) {
            stay.end();
        }
        if (entered) {
            entered = false;
            entrance.meter().closed();
            LOG.debug("event=mqtt-closed {}", caller());
        }
        held.drop();
        if (login != null) {
            login.dispose();
        }
        if (session != null) {
            entrance.sessions().gone(session, line);
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
