package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.Broker;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.mqtt.PendingAcks.Ack;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What a client publishes, on its way to the core, and the answers on their way back. On the channel's loop only. */
final class InboundPublishes {
    /** Refusals that say nothing against the publish itself (MQTT 3.1.1, section 4.8). */
    private static final Set<Reason> PASSING = EnumSet.of(Reason.OVERLOADED, Reason.UNAVAILABLE, Reason.SHUTDOWN);

    private static final Logger LOG = LoggerFactory.getLogger(InboundPublishes.class);

    private final Line line;
    private final MqttSession session;
    private final Sessions sessions;
    private final Broker broker;
    private final TopicAliases aliases;
    private final PendingAcks acks;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    /** QoS 2 publishes of this line that are open until their PUBREL. */
    private final Set<Integer> begun = new HashSet<>();

    private final int most;
    private int inCore;
    private boolean draining;

    private record Waiting(Topic topic, Message message, Ack ack) {}

    InboundPublishes(Line line, MqttSession session, Sessions sessions, MqttLimits limits) {
        this.line = line;
        this.session = session;
        this.sessions = sessions;
        this.broker = sessions.broker();
        this.aliases = new TopicAliases(limits.topicAliases());
        this.most = limits.receiveMaximum();
        this.acks = new PendingAcks(line, limits.receiveMaximum());
    }

    void published(MqttPublishMessage packet) {
        var properties = packet.variableHeader().properties();
        checkOffer(packet, properties);
        var alias = properties.getProperty(MqttProperties.TOPIC_ALIAS);
        var name = aliases.resolve(packet.variableHeader().topicName(), alias == null ? null : (Integer) alias.value());
        var ack = begin(packet.fixedHeader().qosLevel(), packet.variableHeader().packetId());
        if (ack == null) {
            return;
        }
        try {
            var message = Inbound.message(packet);
            submit(new Waiting(Topic.of(name), message, ack));
        } catch (Refused no) {
            refused(ack, no);
        } catch (ProtocolFault fault) {
            forget(ack, new Refused(Reason.MALFORMED));
            throw fault;
        }
    }

    private void forget(Ack ack, Refused no) {
        if (ack.isPubrec()) {
            begun.remove(ack.packetId());
            session.exchanges().refused(ack.packetId(), no);
        }
    }

    private void checkOffer(MqttPublishMessage packet, MqttProperties properties) {
        if (packet.fixedHeader().qosLevel().value() > session.profile().highestQos()) {
            throw new ProtocolFault(Codes.QOS_UNSUPPORTED, "this QoS is not offered");
        }
        if (packet.fixedHeader().isRetain() && !session.profile().retain()) {
            throw new ProtocolFault(Codes.RETAIN_UNSUPPORTED, "retain is not offered");
        }
        if (!properties.getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER).isEmpty()) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a client publishes without subscription identifiers");
        }
    }

    /** Null for a QoS 2 packet that came before and is only answered again; its id, not its dup flag, tells (section 4.3.3). */
    private @Nullable Ack begin(MqttQoS qos, int packetId) {
        if (qos == MqttQoS.AT_MOST_ONCE) {
            return acks.begin(PendingAcks.NONE, 0);
        }
        if (qos == MqttQoS.AT_LEAST_ONCE) {
            return acks.begin(PendingAcks.PUBACK, packetId);
        }
        var before = session.exchanges().begin(packetId);
        if (before != null) {
            repeated(acks.repeat(packetId), before);
            return null;
        }
        var ack = acks.begin(PendingAcks.PUBREC, packetId);
        ack.untilReleased();
        begun.add(packetId);
        return ack;
    }

    /** What the core says of the first holds for it, and is said here too, though the line that the first came by may be gone. */
    private void repeated(Ack ack, Mono<Verdict> verdict) {
        verdict.subscribe(
                said -> line.run(() -> acks.settle(ack, said)), fault -> line.run(() -> answer(ack, refusal(fault))));
    }

    /** However much a client sends at once: only so many of its publishes are before the core, the others wait here and the client is not read. */
    private void submit(Waiting next) {
        waiting.add(next);
        drain();
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (!waiting.isEmpty() && inCore < most) {
            publish(waiting.remove());
        }
        draining = false;
    }

    private void publish(Waiting next) {
        inCore++;
        broker.publish(session.connection().principal(), next.topic(), next.message())
                .subscribe(
                        receipt -> line.run(() -> accepted(next.ack(), receipt)),
                        fault -> line.run(() -> failed(next.ack(), fault)));
    }

    private void accepted(Ack ack, Receipt receipt) {
        inCore--;
        var verdict = Verdict.of(receipt);
        if (ack.isPubrec()) {
            taken(ack.packetId(), verdict);
        }
        acks.settle(ack, verdict);
        drain();
    }

    /** Of whoever is away it has been put down already what was taken. */
    private void taken(int packetId, Verdict verdict) {
        session.exchanges().accepted(packetId, verdict);
        if (session.holder() == null) {
            sessions.command(session.id(), () -> sessions.changed(session));
        }
    }

    private void failed(Ack ack, Throwable fault) {
        inCore--;
        refused(ack, refusal(fault));
        drain();
    }

    private Refused refusal(Throwable fault) {
        if (fault instanceof Refused no) {
            return no;
        }
        LOG.error("event=mqtt-publish-failed session={}", Caller.harmless(session.id()), fault);
        return new Refused(Reason.UNAVAILABLE);
    }

    private void refused(Ack ack, Refused no) {
        forget(ack, no);
        answer(ack, no);
    }

    /** A PUBREC that says no ends the exchange, and with it the id. MQTT 3 cannot say no: what may work the next time must not look like a yes. */
    private void answer(Ack ack, Refused no) {
        if (PASSING.contains(no.reason()) && !line.isVersion5() && ack.isAnswered()) {
            line.disconnect(Codes.publish(no.reason()), no.detail());
        } else {
            acks.settle(ack, Verdict.no(Codes.publish(no.reason()), no.detail()));
        }
    }

    void released(int packetId) {
        var known = session.exchanges().release(packetId);
        if (known && begun.remove(packetId)) {
            acks.released();
        }
        line.acknowledge(PUBCOMP, packetId, Verdict.of(known ? Codes.SUCCESS : Codes.PACKET_ID_NOT_FOUND));
    }

    private static final int PUBCOMP = 0x70;
}
