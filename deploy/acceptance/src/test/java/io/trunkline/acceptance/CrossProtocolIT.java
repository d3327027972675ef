package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One topic tree, three protocols: what enters by one door is heard at the others. */
@ExtendWith(SharedPlatform.class)
class CrossProtocolIT {
    private final Application application;
    private final Installation installation;

    CrossProtocolIT(Platform platform) {
        application = Api.of(platform).create("crossing");
        installation = platform.installation();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void mosquittoHearsWhatHttpAndWebSocketPublish(String version) {
        try (var subscriber = mosquitto(installation.mqtt(), "mosquitto_sub", "-d", "-V", version, "-t", "room/1");
                var writer = webSocket("writer")) {
            subscriber.line(line -> line.contains("Subscribed"), Program.PATIENCE);

            application.publish("room/1", "\"a string as its text\"");
            application.publish("room/1", "{\"other\":\"JSON\"}");
            writer.send("{\"type\":\"publish\",\"data\":{\"topic\":\"room/1\",\"payload\":\"by WebSocket\"}}");

            subscriber.line("a string as its text"::equals, Program.PATIENCE);
            subscriber.line("{\"other\":\"JSON\"}"::equals, Program.PATIENCE);
            subscriber.line("by WebSocket"::equals, Program.PATIENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void mosquittoTrustsTheLocalAuthority(String version) {
        var authority = installation.authority().toString();
        for (var port :
                List.of(installation.secure().mqtt(), installation.secure().mqttToo())) {
            try (var subscriber =
                    mosquitto(port, "mosquitto_sub", "--cafile", authority, "-d", "-V", version, "-t", "room/8")) {
                subscriber.line(line -> line.contains("Subscribed"), Program.PATIENCE);

                try (var publisher = mosquitto(
                        port,
                        "mosquitto_pub",
                        "--cafile",
                        authority,
                        "-V",
                        version,
                        "-q",
                        "1",
                        "-t",
                        "room/8",
                        "-m",
                        "by TLS")) {
                    assertThat(publisher.exitCode()).as("%s", publisher.lines()).isZero();
                }

                subscriber.line("by TLS"::equals, Program.PATIENCE);
            }
        }
    }

    @Test
    void mosquittoDoesNotTrustUsByItself() {
        var port = installation.secure().mqtt();
        try (var publisher = mosquitto(port, "mosquitto_pub", "--tls-use-os-certs", "-t", "room/8", "-m", "secret")) {
            assertThat(publisher.exitCode()).isNotZero();
            assertThat(publisher.lines()).anyMatch(line -> line.contains("TLS error"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello there | \"hello there\"",
                "{\"temperature\": 21.5} | {\"temperature\": 21.5}",
                "[1,2] | [1,2]",
                "42 | 42",
            })
    void webSocketHearsWhatMosquittoPublishes(String payload, String heard) {
        try (var reader = webSocket("reader")) {
            subscribe(reader, "room/2");

            try (var publisher =
                    mosquitto(installation.mqtt(), "mosquitto_pub", "-q", "1", "-t", "room/2", "-m", payload)) {
                assertThat(publisher.exitCode()).as("%s", publisher.lines()).isZero();
            }

            var data = reader.frame("room/2", "broadcast").path("data");
            assertThat(data.path("payload")).isEqualTo(Api.JSON.readTree(heard));
            assertThat(data.path("client").path("subject").asString()).isEqualTo("mosquitto");
            assertThat(data.path("id").asString()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void bytesThatAreNoTextAreHeardOnWebSocketAsBase64(int version) {
        var octets = Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, 0, (byte) 0xfe, 1});
        try (var reader = webSocket("reader");
                var device = mqttJs(version, "device", application.clientToken("device", Application.WRITE_ALL))) {
            subscribe(reader, "room/3");
            device.event("connected");

            device.send("{\"publish\":\"room/3\",\"base64\":\"" + octets + "\",\"qos\":1}");

            device.event("published");
            var data = reader.frame("room/3", "broadcast").path("data");
            assertThat(data.path("payload").asString()).isEqualTo(octets);
            assertThat(data.path("encoding").asString()).isEqualTo("base64");
        }
    }

    @Test
    void anMqtt5SubscriberLearnsTypeIdAndPublisher() {
        try (var device = mqttJs(5, "device", readerToken());
                var writer = webSocket("writer")) {
            device.event("connected");
            device.send("{\"subscribe\":\"room/4\",\"qos\":1}");
            device.event("subscribed");
            var connection = writer.frame("main", "welcome")
                    .path("data")
                    .path("connection")
                    .path("id")
                    .asString();

            writer.send("{\"type\":\"publish\",\"data\":{\"topic\":\"room/4\",\"payload\":{\"a\":1},\"id\":\"m-7\"}}");

            var message = device.event("message");
            assertThat(message.path("text").asString()).isEqualTo("{\"a\":1}");
            assertThat(message.path("contentType").asString()).isEqualTo("application/json");
            assertThat(message.path("userProperties").path("id").asString()).isEqualTo("m-7");
            assertThat(message.path("userProperties").path("subject").asString())
                    .isEqualTo("writer");
            assertThat(message.path("userProperties").path("connectionId").asString())
                    .isEqualTo(connection);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void mqttClientsHearEachOtherAtEveryQuality(int qos) {
        try (var reader = mqttJs(5, "reader", readerToken());
                var writer = mqttJs(4, "writer", application.clientToken("writer", Application.WRITE_ALL))) {
            reader.event("connected");
            writer.event("connected");
            reader.send("{\"subscribe\":\"room/+/quality\",\"qos\":" + qos + "}");
            assertThat(reader.event("subscribed").path("granted").get(0).asInt())
                    .isEqualTo(qos);

            writer.send("{\"publish\":\"room/5/quality\",\"text\":\"grüße\",\"qos\":" + qos + "}");

            var message = reader.event("message");
            assertThat(message.path("topic").asString()).isEqualTo("room/5/quality");
            assertThat(message.path("text").asString()).isEqualTo("grüße");
            assertThat(message.path("qos").asInt()).isEqualTo(qos);
        }
    }

    @Test
    void aRetainedMessageIsThereForWhoComesLater() {
        try (var writer = mqttJs(5, "writer", application.clientToken("writer", Application.WRITE_ALL));
                var reader = mqttJs(5, "reader", readerToken())) {
            writer.event("connected");
            writer.send("{\"publish\":\"room/6\",\"text\":\"still true\",\"qos\":1,\"retain\":true}");
            writer.event("published");

            reader.event("connected");
            reader.send("{\"subscribe\":\"room/6\",\"qos\":1}");

            var message = reader.event("message");
            assertThat(message.path("text").asString()).isEqualTo("still true");
            assertThat(message.path("retain").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 5", "5, 134, 135"})
    void aWrongPasswordIsRefusedInTheWordsOfTheProtocol(int version, int badPassword, int notAuthorized) {
        try (var stranger = mqttJs(version, "stranger", "not-a-token")) {
            assertThat(stranger.event("refused").path("code").asInt()).isIn(badPassword, notAuthorized);
        }
    }

    @Test
    void aDocumentOfAnySizeUnderTheLimitKeepsEveryByte() {
        var text = "é".repeat(2_000);
        try (var reader = webSocket("reader")) {
            subscribe(reader, "room/7");

            application.publish("room/7", Api.JSON.writeValueAsString(text));

            var data = reader.frame("room/7", "broadcast").path("data").asString();
            assertThat(data.getBytes(StandardCharsets.UTF_8))
                    .hasSize(4_000)
                    .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Peer mosquitto(int port, String program, String... arguments) {
        var token = application.clientToken("mosquitto", Application.READ_ALL, Application.WRITE_ALL);
        var login = new String[] {"-h", "127.0.0.1", "-p", Integer.toString(port), "-u", application.id(), "-P", token};
        var all = new String[login.length + arguments.length];
        System.arraycopy(login, 0, all, 0, login.length);
        System.arraycopy(arguments, 0, all, login.length, arguments.length);
        return Peer.program(program, all);
    }

    private Peer mqttJs(int version, String clientId, String token) {
        JsonNode options = Api.JSON
                .createObjectNode()
                .put("protocolVersion", version)
                .put("clientId", clientId)
                .put("username", application.id())
                .put("password", token);
        return Peer.script("mqtt.mjs", "mqtt://127.0.0.1:" + installation.mqtt(), options.toString());
    }

    private String readerToken() {
        return application.clientToken("reader", Application.READ_ALL);
    }

    private Peer webSocket(String subject) {
        var token = application.clientToken(subject, Application.READ_ALL, Application.WRITE_ALL);
        return Peer.script("websocket.mjs", application.webSocketUrl(token));
    }

    private static void subscribe(Peer client, String topic) {
        client.frame("main", "welcome");
        client.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}");
        client.frame(topic, "welcome");
    }
}
