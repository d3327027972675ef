package io.trunkline.acceptance;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import java.nio.charset.StandardCharsets;

/** MQTT 5, with positions as user properties. */
final class MqttReading extends Reading {
    private final Mqtt5AsyncClient client;

    MqttReading(DeviceLogin login, String topic, String since) {
        client = Mqtt5Client.builder()
                .identifier(login.clientId())
                .transportConfig(HiveMqTransport.of(login.way()))
                .addDisconnectedListener(gone -> ended())
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::heard);
        client.connectWith()
                .cleanStart(true)
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send()
                .thenCompose(in -> client.subscribeWith()
                        .topicFilter(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .userProperties(Mqtt5UserProperties.builder()
                                .add("since", since)
                                .build())
                        .send())
                .thenAccept(this::begun)
                .join();
    }

    private void begun(Mqtt5SubAck answer) {
        told(property(answer.getUserProperties(), "continuity"));
    }

    private void heard(Mqtt5Publish heard) {
        hear(
                new String(heard.getPayloadAsBytes(), StandardCharsets.UTF_8),
                property(heard.getUserProperties(), "position"));
    }

    private static String property(Mqtt5UserProperties properties, String name) {
        return properties.asList().stream()
                .filter(property -> property.getName().toString().equals(name))
                .map(property -> property.getValue().toString())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
