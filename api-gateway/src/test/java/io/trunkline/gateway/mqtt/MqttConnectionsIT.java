package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.trunkline.broker.access.Permissions;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** MQTT sessions as operators see and end them, beside connections of other doors. */
class MqttConnectionsIT {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String C = "c".repeat(32);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(
                directory, List.of(Directories.application(A), Directories.application(B), Directories.application(C)));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static String token(String application, String subject) {
        return Tokens.hs256(
                Directories.clientSecret(application),
                Map.of("sub", subject, "permissions", List.of(Permissions.PUBLISH + "*")));
    }

    private static Mqtt5BlockingClient device(String application, String id) {
        var client = MqttClient.builder()
                .serverHost("127.0.0.1")
                .serverPort(gateway.bean(MqttListening.class).port("tcp"))
                .identifier(id)
                .useMqttVersion5()
                .buildBlocking();
        client.connectWith()
                .sessionExpiryInterval(3600)
                .simpleAuth()
                .username(application)
                .password(token(application, id).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return client;
    }

    private static HttpResponse<String> call(String method, String path, String... permissions) throws Exception {
        var application = path.split("/")[3].substring(0, 32);
        var admin = Tokens.hs256(
                Directories.adminSecret(application), Map.of("sub", "admin", "permissions", List.of(permissions)));
        var request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .header("Authorization", "Bearer " + admin)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static JsonNode get(String path) throws Exception {
        var answer = call("GET", path, "realtime:admin:manage:connections");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void aSessionIsShownWithAllThatWaitsForIt() throws Exception {
        var device = device(A, "pump-1");
        var publisher = device(A, "publisher-1");
        device.publishes(MqttGlobalPublishFilter.ALL, true);
        device.subscribeWith().topicFilter("work/+").qos(MqttQos.AT_LEAST_ONCE).send();
        device.subscribeWith()
                .topicFilter("$share/crew/jobs")
                .qos(MqttQos.EXACTLY_ONCE)
                .send();
        device.disconnectWith().sessionExpiryInterval(3600).send();
        await().until(() -> !session("pump-1").path("session").path("online").asBoolean());

        publisher
                .publishWith()
                .topic("work/1")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("12345".getBytes(StandardCharsets.UTF_8))
                .send();

        await().until(() -> session("pump-1").path("session").path("queued").asInt() == 1);
        var shown = session("pump-1");
        assertThat(shown.path("kind").asString()).isEqualTo("mqtt");
        assertThat(shown.path("subject").asString()).isEqualTo("pump-1");
        assertThat(shown.path("since").asString()).endsWith("Z");
        assertThat(shown.path("subscriptions").asInt()).isEqualTo(2);
        assertThat(shown.path("waitingBytes").asInt()).isGreaterThan(5);
        assertThat(shown.has("remoteAddress")).isFalse();
        var online = session("publisher-1");
        assertThat(online.path("remoteAddress").asString()).isEqualTo("127.0.0.1");
        assertThat(online.path("session").path("bytesIn").asInt()).isPositive();
        var detail =
                get("/api/connections/" + A + "/" + shown.path("connectionId").asString());
        assertThat(detail.path("connection").path("connectionId")).isEqualTo(shown.path("connectionId"));
        assertThat(detail.path("subscriptions").toString())
                .isEqualTo("[{\"filter\":\"work/+\",\"qos\":1},{\"filter\":\"jobs\",\"qos\":2,\"group\":\"crew\"}]");
        publisher.disconnect();
    }

    private static JsonNode session(String subject) throws Exception {
        return get("/api/connections/" + A + "?subject=" + subject)
                .path("connections")
                .path(0);
    }

    @Test
    void aSessionThatIsEndedByItsOperatorHearsWhy() throws Exception {
        var reason = new CompletableFuture<Mqtt5DisconnectReasonCode>();
        var device = MqttClient.builder()
                .serverHost("127.0.0.1")
                .serverPort(gateway.bean(MqttListening.class).port("tcp"))
                .identifier("pump-2")
                .useMqttVersion5()
                .addDisconnectedListener(gone -> reason.complete(
                        gone.getCause() instanceof Mqtt5DisconnectException told
                                ? told.getMqttMessage().getReasonCode()
                                : null))
                .buildBlocking();
        device.connectWith()
                .simpleAuth()
                .username(A)
                .password(token(A, "pump-2").getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        var id = session("pump-2").path("connectionId").asString();

        var answer = call("DELETE", "/api/connections/" + A + "/" + id, "realtime:admin:manage:connections");

        assertThat(answer.body()).isEqualTo("{\"terminated\":1}");
        assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo(Mqtt5DisconnectReasonCode.ADMINISTRATIVE_ACTION);
        assertThat(session("pump-2").isMissingNode()).isTrue();
    }

    @Test
    void connectionsOfAllKindsComeInPages() throws Exception {
        var devices = List.of(device(B, "one"), device(B, "two"), device(B, "three"));
        var address =
                URI.create("ws://127.0.0.1:" + gateway.port() + "/apps/" + B + "?access_token=" + token(B, "web"));
        var socket = http.newWebSocketBuilder()
                .buildAsync(address, new WebSocket.Listener() {})
                .join();
        await().until(() -> get("/api/connections/" + B).path("total").asInt() == 4);

        var kinds = new HashSet<String>();
        var seen = new HashSet<String>();
        var next = "";
        do {
            var page = get("/api/connections/" + B + "?limit=2&after=" + next);
            assertThat(page.path("connections").size()).isLessThanOrEqualTo(2);
            for (var connection : page.path("connections")) {
                seen.add(connection.path("subject").asString());
                kinds.add(connection.path("kind").asString());
            }
            next = page.path("next").asString("");
        } while (!next.isEmpty());

        assertThat(seen).isEqualTo(Set.of("one", "two", "three", "web"));
        assertThat(kinds).isEqualTo(Set.of("mqtt", "websocket"));
        socket.abort();
        devices.forEach(Mqtt5BlockingClient::disconnect);
    }

    @Test
    void onlyThePermissionShowsThemAndOnlyTheOwners() throws Exception {
        var device = device(C, "mine");
        var id = get("/api/connections/" + C)
                .path("connections")
                .path(0)
                .path("connectionId")
                .asString();

        assertThat(call("GET", "/api/connections/" + C, "realtime:admin:manage:subscribers")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("GET", "/api/connections/" + A + "/" + id, "realtime:admin:manage:connections")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/api/connections/" + C + "?limit=0", "realtime:admin:manage:connections")
                        .statusCode())
                .isEqualTo(400);
        device.disconnect();
    }
}
