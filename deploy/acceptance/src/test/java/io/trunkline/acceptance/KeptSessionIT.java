package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An MQTT session goes on where it was, though the platform or its database ended meanwhile, and the client never subscribes again. */
class KeptSessionIT {
    private static final String KEPT = "{\"state\":true,\"durable\":true,\"historySize\":100}";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    @Test
    void aSessionItsSubscriptionsAndItsWillOutliveThePlatform() throws Exception {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        try (var platform = installation.start()) {
            application = Api.of(platform).create("sessions", Map.of());
            var early = awaitDirectory(installation, application);
            application.remember("kept/#", KEPT);
            var client = connect(application, false);
            subscribe(client, "live/+");
            subscribe(client, "given/up");
            client.unsubscribeWith().topicFilter("given/up").send();
            leave(application, "away");
            platform.kill();
            Files.write(directoryOf(installation), early);
        }

        try (var platform = installation.start()) {
            application.awaitKnown();
            assertThat(retained(application, "kept/will")).isEqualTo("gone");
            var back = connect(application, true);
            hearsWhatItMissed(application, "away");
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

    /** At first the database alone is killed, then both. */
    @Test
    void aSessionWhatWaitsForItAndRetainedMessagesOutliveTheDatabase() throws Exception {
        var installation = Installation.in(directory.resolve("data"));
        var postgres = Postgres.of(installation);
        Application application;
        try (var platform = installation.start()) {
            application = Api.of(platform).create("sessions", Map.of());
            application.remember("kept/#", KEPT);
            subscribe(connect(application, false), "live/+");
            leave(application, "away");
            leave(application, "afar");
            publish(application, Said.of("kept/value", "of before", 1).retained());
            postgres.kill();
            awaitDatabase(application);
            hearsWhatItMissed(application, "away");
            hearsAndNothingElse(application, "after the end of the database");
            postgres.end();
            platform.kill();
        }

        try (var platform = installation.start()) {
            application.awaitKnown();
            assertThat(retained(application, "kept/will")).isEqualTo("gone");
            assertThat(retained(application, "kept/value")).isEqualTo("of before");
            connect(application, true);
            hearsWhatItMissed(application, "afar");
            hearsAndNothingElse(application, "after the end of both");
            assertThat(platform.interrupt()).isIn(0, 130);
        } finally {
            postgres.end();
        }
    }

    /** What the gateway has kept of the applications, a second after a change at the latest: who kills it right then finds one that is older. */
    private static byte[] awaitDirectory(Installation installation, Application application) {
        var file = directoryOf(installation);
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> Files.exists(file) ? Files.readAllBytes(file) : new byte[0],
                        octets -> new String(octets, StandardCharsets.UTF_8).contains(application.id()));
    }

    private static Path directoryOf(Installation installation) {
        return installation.data().resolve("directory.json");
    }

    private static void awaitDatabase(Application application) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> application.publish("kept/probe", "1").status() == 200);
    }

    /** Another session, whose client says goodbye and comes back later. */
    private static void leave(Application application, String name) throws Exception {
        var away = new HiveMqDevice5(new Devices(application).login(name).kept());
        away.subscribe("kept/" + name + "/+", 1);
        away.close();
        publishFive(application, name, 0);
    }

    private static void publishFive(Application application, String name, int first) throws Exception {
        try (var writer = new HiveMqDevice5(new Devices(application).login("queue writer"))) {
            for (var i = first; i < first + 5; i++) {
                writer.publish(Said.of("kept/" + name + "/a", "missed " + i, 1));
            }
        }
    }

    private static void publish(Application application, Said said) throws Exception {
        try (var writer = new HiveMqDevice5(new Devices(application).login("value writer"))) {
            writer.publish(said);
        }
    }

    private static void hearsWhatItMissed(Application application, String name) throws Exception {
        publishFive(application, name, 5);
        try (var back = new HiveMqDevice5(new Devices(application).login(name).kept())) {
            publishFive(application, name, 10);
            assertThat(texts(back, 15)).isEqualTo(texts(15));
            assertThat(back.waiting()).isZero();
        }
    }

    /** All of them, so that a failure shows whether one is missing or in another place. */
    private static List<String> texts(Device from, int count) throws Exception {
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            texts.add(from.next().text());
        }
        return texts;
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "missed " + i).toList();
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

    private static String retained(Application application, String topic) throws Exception {
        try (var reader = new HiveMqDevice5(new Devices(application).login("reader"))) {
            reader.subscribe(topic, 1);
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
