package io.trunkline.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;

/** An open line and its session: every packet after the CONNECT, each to whom it concerns. On the channel's loop only. */
final class Conversation {
    private final Line line;
    private final MqttSession session;
    private final Sessions sessions;
    private final InboundPublishes publishes;
    private final InboundSubscriptions subscriptions;
    private final Shaping shaping;
    private final MqttLimits limits;

    Conversation(Line line, MqttSession session, Entrance entrance) {
        this.line = line;
        this.session = session;
        this.sessions = entrance.sessions();
        this.limits = entrance.limits();
        this.publishes = new InboundPublishes(line, session, sessions, limits);
        var retained = new RetainedMessages(line, session, sessions, limits.unsentBytes());
        var answers = new SafeAnswers(line, session, sessions);
        this.subscriptions = new InboundSubscriptions(line, session, retained, answers);
        this.shaping = new Shaping(line, limits, session.profile().publisherProperties());
    }

    /** @throws ProtocolFault when the packet has no place here */
    void hear(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> publishes.published((MqttPublishMessage) packet);
            case PUBREL -> publishes.released(packetId(packet));
            case SUBSCRIBE -> subscriptions.subscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> subscriptions.unsubscribe((MqttUnsubscribeMessage) packet);
            case PINGREQ -> line.send(Replies.PINGRESP);
            case PUBACK -> toEngine(packet);
            case PUBREC -> received(packet);
            case PUBCOMP -> {
                session.backlog().completed(packetId(packet));
                toEngine(packet);
            }
            case DISCONNECT -> leave(packet);
            default -> throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a packet that has no place here");
        }
    }

    /** Writes a PUBLISH of the engine's; nothing, and false, when the client could not take it. */
    boolean write(OutboundMessage message, int packetId, boolean dup, ByteBuf out) {
        if (!dup) {
            session.backlog().used(packetId);
        }
        if (message.send()) {
            session.backlog().sent();
        }
        if (shaping.write(message, packetId, dup, out)) {
            return true;
        }
        tooLarge(message.publication());
        line.context().executor().execute(() -> toEngine(puback(packetId)));
        return false;
    }

    /** Writes a QoS 0 delivery, which needs no engine; nothing, and false, when the client could not take it. */
    boolean write(Publication publication, DeliveryTerms terms, ByteBuf out) {
        var fits = shaping.write(publication, terms, out);
        if (!fits) {
            tooLarge(publication);
        }
        return fits;
    }

    private void tooLarge(Publication publication) {
        sessions.dropped(session, publication, Reason.TOO_LARGE);
    }

    /** A PUBREL that the engine writes. */
    void releasing(MqttMessage packet) {
        session.backlog().releasing(packetId(packet));
    }

    /** The engine takes any PUBREC for a yes; a no (section 4.3.3) ends the message like a PUBACK. */
    private void received(MqttMessage packet) {
        var failed = packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                && (reply.reasonCode() & 0xff) >= 0x80;
        toEngine(failed ? puback(packetId(packet)) : packet);
    }

    /** Only a normal goodbye (MQTT 5, section 3.14.4) takes the will back. */
    private void leave(MqttMessage packet) {
        var code = Codes.SUCCESS;
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            changeExpiry(header.properties());
            code = header.reasonCode() & 0xff;
        }
        if (code == Codes.SUCCESS) {
            line.will(null);
        }
        line.leaving();
        toEngine(Replies.disconnect(Codes.SUCCESS, null));
    }

    private void changeExpiry(MqttProperties properties) {
        var interval = PacketProperties.integer(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, -1);
        if (properties.getProperty(MqttProperties.SESSION_EXPIRY_INTERVAL) == null) {
            return;
        }
        if (interval != 0 && session.expiry() == 0) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a session that was to end cannot be kept");
        }
        session.expiry(limits.keeping().atMost(interval & ConnectRequest.FOR_EVER));
    }

    private void toEngine(MqttMessage packet) {
        line.context().fireChannelRead(packet);
    }

    private static MqttMessage puback(int packetId) {
        var header = new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0);
        return new MqttMessage(header, MqttMessageIdVariableHeader.from(packetId));
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }
}
