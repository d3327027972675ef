package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An MQTT session goes on where it was, though the platform ended meanwhile, twice, and the client never subscribes again. */
class KeptSessionIT {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    @Test
    void aSessionItsSubscriptionsAndItsWillOutliveThePlatform() throws Exception {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        try (var platform = installation.start()) {
            application = Api.of(platform).create("sessions", Map.of());
            application.remember("kept/#", "{\"state\":true,\"durable\":true,\"historySize\":100}");
            var client = connect(application, false);
            subscribe(client, "live/+");
            subscribe(client, "given/up");
            client.unsubscribeWith().topicFilter("given/up").send();
            keepUntilItIsBack(application);
            platform.kill();
        }

        try (var platform = installation.start()) {
            application.awaitKnown();
            assertThat(retainedWill(application)).isEqualTo("gone");
            var back = connect(application, true);
            hearsWhatItMissed(application);
            hearsAndNothingElse(application, "after the kill");
            back.disconnect();
            assertThat(platform.interrupt()).isIn(0, 130);
        }

        try (var platform = installation.start()) {
            application.awaitKnown();
            connect(application, true);
            hearsAndNothingElse(application, "after the stop");
            assertThat(platform.terminal()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    /** Another session, whose client says goodbye and comes back after the kill. */
    private void keepUntilItIsBack(Application application) throws Exception {
        var away = new HiveMqDevice5(new Devices(application).login("away").kept());
        away.subscribe("kept/queue/+", 1);
        away.close();
        publish(application, 0);
    }

    private static void publish(Application application, int first) throws Exception {
        try (var writer = new HiveMqDevice5(new Devices(application).login("queue writer"))) {
            for (var i = first; i < first + 5; i++) {
                writer.publish(Said.of("kept/queue/a", "missed " + i, 1));
            }
        }
    }

    private static void hearsWhatItMissed(Application application) throws Exception {
        publish(application, 5);
        try (var back = new HiveMqDevice5(new Devices(application).login("away").kept())) {
            publish(application, 10);
            for (var i = 0; i < 15; i++) {
                assertThat(back.next().text()).isEqualTo("missed " + i);
            }
            assertThat(back.waiting()).isZero();
        }
    }

    private void hearsAndNothingElse(Application application, String text) throws Exception {
        var devices = new Devices(application);
        try (var writer = new HiveMqDevice5(devices.login("writer"))) {
            writer.publish(Said.of("given/up", "not wanted any more", 1));
            writer.publish(Said.of("live/a", text, 1));
        }
        assertThat(heard.poll(15, TimeUnit.SECONDS)).isEqualTo(text);
        assertThat(heard).isEmpty();
    }

    private static String retainedWill(Application application) throws Exception {
        try (var reader = new HiveMqDevice5(new Devices(application).login("reader"))) {
            reader.subscribe("kept/will", 1);
            return reader.next().text();
        }
    }

    private Mqtt5BlockingClient connect(Application application, boolean present) {
        var login = new Devices(application).login("keeper");
        var asynchronous = Mqtt5Client.builder()
                .identifier(login.clientId())
                .transportConfig(HiveMqTransport.of(login.way()))
                .buildAsync();
        asynchronous.publishes(MqttGlobalPublishFilter.ALL, this::hear);
        var client = asynchronous.toBlocking();
        var answer = client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3600)
                .willPublish()
                .topic("kept/will")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload("gone".getBytes(StandardCharsets.UTF_8))
                .applyWillPublish()
                .simpleAuth()
                .username(login.user())
                .password(login.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        assertThat(answer.isSessionPresent()).isEqualTo(present);
        return client;
    }

    private void hear(Mqtt5Publish publish) {
        heard.add(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    private static void subscribe(Mqtt5BlockingClient client, String filter) {
        client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send();
    }
}
