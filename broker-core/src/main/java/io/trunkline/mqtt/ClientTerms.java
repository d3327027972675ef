package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * What a client said in its CONNECT about the packets it takes.
 *
 * @param version the protocol level: 3, 4 or 5
 * @param receiveMaximum packets in flight towards it, 65535 when it said nothing
 * @param packetBytes the largest packet it takes, in bytes
 * @param topicAliases how many topic aliases it takes
 * @param reasonStrings whether it wants reason strings and user properties on acknowledgements
 */
record ClientTerms(int version, int receiveMaximum, long packetBytes, int topicAliases, boolean reasonStrings) {
    private static final int NO_LIMIT = 268_435_460;

    static ClientTerms of(MqttConnectVariableHeader header) {
        var properties = header.properties();
        return new ClientTerms(
                header.version(),
                PacketProperties.positive(properties, MqttProperties.RECEIVE_MAXIMUM, 0xffff),
                PacketProperties.positive(properties, MqttProperties.MAXIMUM_PACKET_SIZE, NO_LIMIT) & 0xffff_ffffL,
                PacketProperties.integer(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0),
                PacketProperties.flag(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, true));
    }

    boolean isVersion5() {
        return version == 5;
    }
}
