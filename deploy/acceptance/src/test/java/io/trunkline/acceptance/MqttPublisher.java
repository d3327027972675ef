package io.trunkline.acceptance;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes by MQTT 5 at QoS 1, with the user property {@code idempotency-key}. */
final class MqttPublisher implements Keyed {
    private final Mqtt5AsyncClient client;

    MqttPublisher(DeviceLogin login) {
        client = Mqtt5Client.builder()
                .identifier(login.clientId())
                .transportConfig(HiveMqTransport.of(login.way()))
                .buildAsync();
        client.connectWith()
                .cleanStart(true)
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send()
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public @Nullable String publish(String topic, String text, String key) {
        var result = client.publishWith()
                .topic(topic)
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .userProperties(Mqtt5UserProperties.builder()
                        .add("idempotency-key", key)
                        .build())
                .send()
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
        result.getError().ifPresent(refused -> {
            throw new IllegalStateException(refused);
        });
        return null;
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
