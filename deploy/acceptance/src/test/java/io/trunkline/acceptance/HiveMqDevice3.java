package io.trunkline.acceptance;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;

/** HiveMQ's Java client, MQTT 3.1.1. */
final class HiveMqDevice3 extends Device {
    private final Mqtt3BlockingClient client;

    HiveMqDevice3(DeviceLogin login) {
        var builder =
                Mqtt3Client.builder().identifier(login.clientId()).transportConfig(HiveMqTransport.of(login.way()));
        var asynchronous = builder.buildAsync();
        asynchronous.publishes(MqttGlobalPublishFilter.ALL, heard -> hear(said(heard)));
        client = asynchronous.toBlocking();
        var connect = client.connectWith()
                .cleanSession(!login.keep())
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        var will = login.will();
        (will == null ? connect : connect.willPublish(packet(will))).send();
    }

    private static Said said(Mqtt3Publish heard) {
        var text = new String(heard.getPayloadAsBytes(), StandardCharsets.UTF_8);
        return new Said(heard.getTopic().toString(), text, heard.getQos().getCode(), heard.isRetain(), null, null);
    }

    private static Mqtt3Publish packet(Said said) {
        return Mqtt3Publish.builder()
                .topic(said.topic())
                .payload(said.text().getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.fromCode(said.qos()))
                .retain(said.retain())
                .build();
    }

    @Override
    int subscribe(String filter, int qos) {
        var answer = client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.fromCode(qos))
                .send();
        return answer.getReturnCodes().get(0).getCode();
    }

    @Override
    void publish(Said said) {
        client.publish(packet(said));
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (MqttClientStateException ended) {
            // the server was first
        }
    }
}
