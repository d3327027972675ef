package io.trunkline.acceptance;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** HiveMQ's Java client, MQTT 5. */
final class HiveMqDevice5 extends Device {
    private final Mqtt5BlockingClient client;
    private final boolean sessionPresent;

    HiveMqDevice5(DeviceLogin login) {
        var asynchronous = Mqtt5Client.builder()
                .identifier(login.clientId())
                .transportConfig(HiveMqTransport.of(login.way()))
                .buildAsync();
        asynchronous.publishes(MqttGlobalPublishFilter.ALL, heard -> hear(said(heard)));
        client = asynchronous.toBlocking();
        var connect = client.connectWith()
                .cleanStart(!login.keep())
                .sessionExpiryInterval(login.keep() ? 3600 : 0)
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        var will = login.will();
        var answer = (will == null ? connect : connect.willPublish(packet(will))).send();
        sessionPresent = answer.isSessionPresent();
    }

    /** Whether it goes on with a session that was kept. */
    boolean isSessionPresent() {
        return sessionPresent;
    }

    private static Said said(Mqtt5Publish heard) {
        return new Said(
                heard.getTopic().toString(),
                new String(heard.getPayloadAsBytes(), StandardCharsets.UTF_8),
                heard.getQos().getCode(),
                heard.isRetain(),
                heard.getResponseTopic().map(MqttTopic::toString).orElse(null),
                heard.getCorrelationData().map(HiveMqDevice5::text).orElse(null));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static Mqtt5Publish packet(Said said) {
        return Mqtt5Publish.builder()
                .topic(said.topic())
                .payload(said.text().getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.fromCode(said.qos()))
                .retain(said.retain())
                .responseTopic(said.responseTopic())
                .correlationData(bytes(said.correlation()))
                .build();
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    int subscribe(String filter, int qos) {
        var answer = client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.fromCode(qos))
                .send();
        return answer.getReasonCodes().get(0).getCode();
    }

    @Override
    void publish(Said said) {
        client.publish(packet(said));
    }

    /** None of them waits for another; all are acknowledged when this returns. */
    void publishTogether(Stream<Said> all) {
        all.map(said -> client.toAsync().publish(packet(said))).toList().forEach(CompletableFuture::join);
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
