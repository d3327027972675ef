package io.trunkline.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;

/** The way from a packet to a message of the core. */
final class Inbound {
    /** The user properties that name a message's id and type, when a publisher gives them. */
    static final String ID = "id";

    static final String TYPE = "messageType";

    private Inbound() {}

    static Message message(MqttPublishMessage packet) {
        var header = packet.fixedHeader();
        return message(
                        ByteBufUtil.getBytes(packet.payload()),
                        packet.variableHeader().properties())
                .withQos(header.qosLevel().value())
                .withRetain(header.isRetain());
    }

    static Message message(byte[] payload, MqttProperties properties) {
        return Message.of(Payload.octets(payload));
    }
}
