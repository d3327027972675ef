package io.trunkline.mqtt;

import io.moquette.broker.EngineMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The exit into one session: QoS 0 straight to its line, QoS 1 and 2 through the engine. */
final class SessionOutbox implements Outbox, Congestion.Reach {
    private final MqttSession session;
    private final Sessions sessions;
    private final MqttLimits limits;
    private volatile Congestion.@Nullable Jam jam;

    SessionOutbox(MqttSession session, Sessions sessions, MqttLimits limits) {
        this.session = session;
        this.sessions = sessions;
        this.limits = limits;
    }

    @Override
    public boolean offer(Delivery delivery) {
        var publication = delivery.publication();
        var qos = 0;
        for (var s : delivery.subscriptions()) qos = Math.max(qos, s.options().qos());
        qos = Math.min(qos, publication.message().qos());
        var ids = delivery.subscriptions().stream()
                .map(s -> s.options().identifier())
                .filter(i -> i > 0)
                .toList();
        var retain = delivery.retained()
                || publication.message().retain()
                        && delivery.subscriptions().stream()
                                .anyMatch(s -> s.options().retainAsPublished());
        if (qos == 0) {
            var line = session.line();
            if (line == null || !line.isOpen()) return false;
            var first = PublishPacket.TYPE | (retain ? 1 : 0);
            line.run(() -> line.send(session.holder().gate().conversation().encode(publication, first, ids)));
            return true;
        }
        var m = new OutboundMessage(publication, qos, retain, ids, this);
        session.backlog().add(new EngineMessage(MqttQoS.valueOf(qos), Instant.MAX, m), m.bytes());
        return true;
    }

    void left(OutboundMessage message, EngineMessage.End end) {
        session.backlog().left(message.bytes());
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
