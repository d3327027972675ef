package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an MQTT client missed while it was away, on topics that nobody has set anything for, though the platform was killed meanwhile. */
class KeptQueueIT {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    @Test
    void whatWasMissedComesOnceAndInOrderAfterAKill() throws Exception {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        try (var platform = installation.start()) {
            application = Api.of(platform).create("queues", Map.of());
            leave(application, "reader");
            leave(application, "other");
            publish(application, 0, 1_000);
            platform.kill();
        }

        try (var platform = installation.start()) {
            application.awaitKnown();
            publish(application, 1_000, 1_010);
            var reader = come(application, "reader", true);
            assertThat(hear(1_010)).isEqualTo(texts(0, 1_010));
            publish(application, 1_010, 1_011);
            assertThat(hear(1)).isEqualTo(texts(1_010, 1_011));
            reader.toBlocking().disconnect();
            var other = come(application, "other", true);
            assertThat(hear(1_011)).isEqualTo(texts(0, 1_011));
            other.toBlocking().disconnect();
            assertThat(platform.interrupt()).isIn(0, 130);
        }
        assertThat(heard).isEmpty();
    }

    private void leave(Application application, String name) {
        var client = come(application, name, false).toBlocking();
        client.subscribeWith().topicFilter("plain/#").qos(MqttQos.AT_LEAST_ONCE).send();
        client.disconnect();
    }

    private Mqtt5AsyncClient come(Application application, String name, boolean present) {
        var login = new Devices(application).login(name);
        var client = client(login);
        client.publishes(MqttGlobalPublishFilter.ALL, this::hear);
        var answer = client.toBlocking()
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3600)
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        assertThat(answer.isSessionPresent()).isEqualTo(present);
        return client;
    }

    private static Mqtt5AsyncClient client(DeviceLogin login) {
        return Mqtt5Client.builder()
                .identifier(login.clientId())
                .transportConfig(HiveMqTransport.of(login.way()))
                .buildAsync();
    }

    private void hear(Mqtt5Publish publish) {
        heard.add(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    private List<String> hear(int count) {
        return IntStream.range(0, count).mapToObj(i -> next()).toList();
    }

    private String next() {
        try {
            return String.valueOf(heard.poll(15, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "missed " + i).toList();
    }

    /** All of them acknowledged when this returns. */
    private static void publish(Application application, int from, int to) {
        var login = new Devices(application).login("writer");
        var writer = client(login);
        writer.toBlocking()
                .connectWith()
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        texts(from, to).stream()
                .map(text -> writer.publishWith()
                        .topic("plain/a")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(text.getBytes(StandardCharsets.UTF_8))
                        .send())
                .toList()
                .forEach(CompletableFuture::join);
        writer.toBlocking().disconnect();
    }
}
