package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;

/**
 * What a client wants published when it goes without a goodbye; it passes the core's door like any publish of that client.
 *
 * @param delay seconds to wait for the client to come back first
 */
public record Will(Topic topic, Message message, long delay) {

    /** @throws ProtocolFault with the CONNACK code when it could never be published */
    static Will read(MqttConnectMessage packet) {
        var header = packet.variableHeader();
        var payload = packet.payload();
        var bytes = payload.willMessageInBytes();
        if (payload.willTopic() == null) {
            throw new ProtocolFault(Codes.TOPIC_INVALID, "will: the topic is too long");
        }
        try {
            var topic = Topic.of(payload.willTopic());
            if (topic.isOfServers()) {
                throw new ProtocolFault(Codes.TOPIC_INVALID, "will: only the platform publishes on " + topic);
            }
            var message = Inbound.message(bytes == null ? new byte[0] : bytes, payload.willProperties())
                    .withDelivery(header.willQos(), header.isWillRetain());
            var delay = PacketProperties.integer(payload.willProperties(), MqttProperties.WILL_DELAY_INTERVAL, 0);
            return new Will(topic, message, delay & ConnectRequest.FOR_EVER);
        } catch (Refused no) {
            throw new ProtocolFault(Codes.connack(no.reason()), "will: " + no.detail());
        }
    }
}
