package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One topic tree: what MQTT clients publish is heard on WebSockets and event streams, and the other way round, under the same permissions. */
@ExtendWith(SharedPlatform.class)
class OneTreeIT {
    private final Application application;
    private final Devices devices;
    private final String room = "tree-" + UUID.randomUUID();

    OneTreeIT(Platform platform) {
        application = Api.of(platform).create("tree");
        devices = new Devices(application);
    }

    @ParameterizedTest
    @EnumSource
    void whatADevicePublishesIsHeardOnWebSocketAndEventStream(DeviceLibrary library) throws Exception {
        try (var browser = webSocket("browser");
                var listener = events(room);
                var device = library.connect(devices.login())) {
            subscribe(browser, room);
            listener.line(line -> line.startsWith("data:") && line.contains("welcome"), Program.PATIENCE);

            for (var qos = 0; qos <= 2; qos++) {
                device.publish(Said.of(room, "21.5 at " + qos, qos));

                var text = "21.5 at " + qos;
                browser.event("frame", event -> event.path("frame").toString().contains(text));
                listener.line(line -> line.startsWith("data:") && line.contains(text), Program.PATIENCE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPublishedElsewhereIsHeardByDevices(DeviceLibrary library) throws Exception {
        try (var browser = webSocket("browser");
                var device = library.connect(devices.login())) {
            browser.frame("main", "welcome");
            device.subscribe(room + "/#", 2);

            browser.send("{\"type\":\"publish\",\"data\":{\"topic\":\"" + room + "/a\",\"payload\":\"by WebSocket\"}}");
            assertThat(device.next().text()).isEqualTo("by WebSocket");

            application.publish(room + "/b/c", "{\"by\":\"HTTP\"}");
            var heard = device.next();
            assertThat(heard.topic()).isEqualTo(room + "/b/c");
            assertThat(heard.text()).isEqualTo("{\"by\":\"HTTP\"}");
        }
    }

    @Test
    void aWillIsHeardOnWebSocket() throws Exception {
        try (var browser = webSocket("browser")) {
            subscribe(browser, room);
            var peer = Peer.script(
                    "mqtt.mjs", "mqtt://127.0.0.1:" + devices.login().way().port(), """
                    {"clientId":"frail","username":"%s","password":"%s","will":{"topic":"%s","payload":"gone","qos":1}}""".formatted(
                                    application.id(), application.clientToken("frail", Application.WRITE_ALL), room));
            peer.event("connected");

            peer.signal("KILL");

            assertThat(browser.frame(room, "broadcast")
                            .path("data")
                            .path("payload")
                            .asString())
                    .isEqualTo("gone");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_3"})
    void wildcardsDoNotReachWhatNeedsAPermission(DeviceLibrary library) throws Exception {
        try (var device = library.connect(devices.login("curious-" + library, Application.WRITE_ALL));
                var allowed = library.connect(devices.login("allowed-" + library))) {
            device.subscribe("#", 1);
            allowed.subscribe("secure/#", 1);

            application.publish("secure/" + room, "\"secret\"");
            application.publish("priv/somebody", "\"private\"");
            application.publish(room, "\"open\"");

            assertThat(device.next().text()).isEqualTo("open");
            assertThat(allowed.next().text()).isEqualTo("secret");
            assertThat(device.waiting()).isZero();
        }
    }

    @Test
    void whoMayNotWriteIsToldAndNotHeard() throws Exception {
        try (var device = DeviceLibrary.HIVEMQ_5.connect(devices.login("mute", Application.READ_ALL));
                var browser = webSocket("browser")) {
            subscribe(browser, room);

            assertThatThrownBy(() -> device.publish(Said.of(room, "let me in", 1)))
                    .isInstanceOfSatisfying(
                            Mqtt5PubAckException.class,
                            no -> assertThat(no.getMqttMessage().getReasonCode())
                                    .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED));

            application.publish(room, "\"end\"");
            assertThat(browser.frame(room, "broadcast").toString()).doesNotContain("let me in");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"room/+/x", "room/#"})
    void namesThatMqttForbidsAreRefusedWithAReason(String topic) {
        var answer = application.publish(topic, "\"x\"");

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.body().path("type").asString()).endsWith("/problems/invalid-topic");
        assertThat(answer.body().path("detail").asString()).isNotEmpty();
    }

    private Peer webSocket(String subject) {
        var token = application.clientToken(subject, Application.READ_ALL, Application.WRITE_ALL);
        return Peer.script("websocket.mjs", application.webSocketUrl(token));
    }

    private Peer events(String topic) {
        var path = "/apps/" + application.id() + "/events?topic=" + topic + "&access_token="
                + application.clientToken("stream", Application.READ_ALL);
        return Peer.program("curl", "-sN", application.operator().installation().url(path));
    }

    private static void subscribe(Peer client, String topic) {
        client.frame("main", "welcome");
        client.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}");
        client.frame(topic, "welcome");
    }
}
