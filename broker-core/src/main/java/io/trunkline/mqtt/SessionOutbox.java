package io.trunkline.mqtt;

import io.moquette.broker.EngineMessage;
import io.moquette.broker.EngineMessage.End;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The exit into one session: QoS 0 straight to its line, QoS 1 and 2 through the engine, within what may wait. */
final class SessionOutbox implements Outbox, Congestion.Reach {
    private final MqttSession session;
    private final Sessions sessions;
    private final MqttLimits limits;
    private final AtomicReference<Congestion.@Nullable Jam> jam = new AtomicReference<>();

    SessionOutbox(MqttSession session, Sessions sessions, MqttLimits limits) {
        this.session = session;
        this.sessions = sessions;
        this.limits = limits;
    }

    @Override
    public boolean offer(Delivery delivery) {
        var terms = DeliveryTerms.of(delivery);
        return terms.qos() == 0
                ? offerAtOnce(delivery.publication(), terms)
                : offerToEngine(delivery.publication(), terms);
    }

    /** At most once: not for the absent, and not for who does not read. */
    private boolean offerAtOnce(Publication publication, DeliveryTerms terms) {
        var holder = session.holder();
        if (holder == null || !holder.line().isOpen()) {
            return false;
        }
        var line = holder.line();
        if (line.unsentBytes() > limits.unsentBytes()) {
            return false;
        }
        line.run(() -> line.send(holder.gate().conversation().encode(publication, terms)));
        return true;
    }

    private boolean offerToEngine(Publication publication, DeliveryTerms terms) {
        var message = new OutboundMessage(publication, terms, this);
        var backlog = session.backlog();
        if (backlog.messages() >= session.profile().queuedMessages()
                || backlog.bytes() + message.bytes() > limits.queuedBytes()) {
            return false;
        }
        backlog.add(new EngineMessage(MqttQoS.valueOf(terms.qos()), Instant.MAX, message), message.bytes());
        if (backlog.messages() > softLimit() && jam.get() == null && session.line() != null) {
            jammed();
        }
        return true;
    }

    private void jammed() {
        var begun = sessions.congestion().begin(session.application(), this);
        if (!jam.compareAndSet(null, begun)) {
            sessions.congestion().end(begun);
        }
    }

    /** Where publishers begin to wait; a tenth of what may wait in all, but more than is in flight anyway. */
    private int softLimit() {
        var profile = session.profile();
        return Math.min(profile.queuedMessages() / 2, Math.max(2 * profile.window(), profile.queuedMessages() / 10));
    }

    /** A message is settled, or was thrown away. */
    void left(OutboundMessage message, End end) {
        var backlog = session.backlog();
        backlog.left(message.bytes());
        if (backlog.messages() <= softLimit() / 2) {
            clear();
        }
    }

    /** The session has room, or no line that could make any. */
    void clear() {
        var cleared = jam.getAndSet(null);
        if (cleared != null) {
            sessions.congestion().end(cleared);
        }
    }

    @Override
    public void close(Reason reason) {
        sessions.closedByCore(session, reason);
    }

    @Override
    public long waitingBytes() {
        return session.backlog().bytes();
    }

    @Override
    public boolean leadTo(Topic topic) {
        return session.leadsTo(topic);
    }
}
