package io.trunkline.acceptance;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttWebSocketConfig;

/** A way in, as HiveMQ's client has it. */
final class HiveMqTransport {
    private HiveMqTransport() {}

    static MqttClientTransportConfig of(Way way) {
        var transport =
                MqttClientTransportConfig.builder().serverHost("localhost").serverPort(way.port());
        if (way.isSecure()) {
            transport = transport.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(way.trust())
                    .build());
        }
        if (way.isWebSocket()) {
            transport = transport.webSocketConfig(
                    MqttWebSocketConfig.builder().serverPath("mqtt").build());
        }
        return transport.build();
    }
}
