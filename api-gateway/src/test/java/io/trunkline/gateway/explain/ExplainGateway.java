package io.trunkline.gateway.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway with an admin-service behind it, its clients of all doors, and the operator who asks what became of their messages. */
final class ExplainGateway implements AutoCloseable {
    static final String A = "a".repeat(32);
    static final String B = "b".repeat(32);
    static final String POOR = "c".repeat(32);
    static final String OWNER = "realtime:admin:manage:application";
    static final JsonMapper JSON = new JsonMapper();
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final AdminPeer admin = new AdminPeer();
    private final int mqttPort = freePort();
    private final RunningGateway gateway;

    ExplainGateway(Path directory) {
        var poor = Directories.with(Directories.application(POOR), Map.of("limits", Map.of("bytesPerDay", 20)));
        gateway = RunningGateway.start(
                directory,
                List.of(many(A), many(B), poor),
                "trunkline.service-token=" + AdminPeer.SERVICE,
                "trunkline.admin.url=" + admin.url(),
                "trunkline.mqtt.listeners.another.port=" + mqttPort);
    }

    private static io.trunkline.gateway.directory.Application many(String appId) {
        return Directories.with(Directories.application(appId), Map.of("limits", Map.of("sendBufferBytes", 65_536)));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new java.io.UncheckedIOException(none);
        }
    }

    int port() {
        return gateway.port();
    }

    LocalBroker broker() {
        return gateway.bean(LocalBroker.class);
    }

    static String client(String application, String subject, String... permissions) {
        return Tokens.hs256(
                Directories.clientSecret(application), Map.of("sub", subject, "permissions", List.of(permissions)));
    }

    static String backend(String application, String... permissions) {
        return Tokens.hs256(
                Directories.adminSecret(application), Map.of("sub", "backend", "permissions", List.of(permissions)));
    }

    URI line(String application, String subject, String... permissions) {
        return URI.create("ws://127.0.0.1:" + port() + "/apps/" + application + "?errors=frames&access_token="
                + client(application, subject, permissions));
    }

    /** An open MQTT session that is kept, subscribed to nothing. */
    Mqtt5BlockingClient device(String id, int window) {
        var device = MqttClient.builder()
                .serverHost("127.0.0.1")
                .serverPort(mqttPort)
                .identifier(id)
                .useMqttVersion5()
                .buildBlocking();
        device.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3_600)
                .restrictions()
                .receiveMaximum(window)
                .applyRestrictions()
                .simpleAuth()
                .username(A)
                .password(client(A, id, Permissions.PUBLISH + "*").getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return device;
    }

    /** Publishes with an id of its own. */
    static void send(Mqtt5BlockingClient device, String topic, String id, MqttQos qos) {
        device.publishWith()
                .topic(topic)
                .qos(qos)
                .payload("hello".getBytes(StandardCharsets.UTF_8))
                .userProperties()
                .add("id", id)
                .applyUserProperties()
                .send();
    }

    /** The id of a subject's only connection. */
    String idOf(String subject) {
        return broker().connections()
                .of(new ApplicationId(A))
                .filter(line -> line.principal().subject().equals(subject))
                .map(line -> line.id())
                .findFirst()
                .orElseThrow();
    }

    HttpResponse<String> publish(String application, String token, Map<String, String> body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/topics/" + application + "/publish"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** Publishes on a topic of A by a backend that may. */
    void publish(String topic, String id) throws IOException, InterruptedException {
        var body = Map.of("topic", topic, "message", "hello", "id", id);
        assertThat(publish(A, backend(A, Permissions.PUBLISH + "*"), body).statusCode())
                .isEqualTo(200);
    }

    HttpResponse<String> ask(String application, String token, String query) throws IOException, InterruptedException {
        var path = "/admin/v1/applications/" + application + "/explain" + query;
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** What the operator hears. */
    JsonNode explain(String query) throws IOException, InterruptedException {
        var answer = ask(A, AdminPeer.OPERATOR, query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    JsonNode explain(String connection, String message) throws IOException, InterruptedException {
        return explain("?connection=" + connection + "&message=" + message);
    }

    /** In the end this is the answer. */
    JsonNode says(String connection, String message, String verdict, String reason) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var answer = explain(connection, message);
            assertThat(answer.path("verdict").asString() + " "
                            + answer.path("reason").asString())
                    .as("%s", answer)
                    .isEqualTo(verdict + " " + reason);
        });
        try {
            return explain(connection, message);
        } catch (IOException | InterruptedException gone) {
            throw new AssertionError(gone);
        }
    }

    @Override
    public void close() {
        gateway.close();
        admin.close();
    }
}
