package io.trunkline.gateway.realtime;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A running gateway with clients and backends of its applications. */
final class RealtimeGateway implements AutoCloseable {
    static final String A = "a".repeat(32);
    static final String B = "b".repeat(32);
    static final String QUIET = "c".repeat(32);
    static final String PATIENT = "e".repeat(32);
    static final String OFF = "0".repeat(32);
    static final String KEEPING = "d".repeat(32);
    static final String FAR = "f".repeat(32);

    /** What a WebSocket client sends, beside the key. */
    static final List<String> UPGRADE = List.of(
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    private static final String WELCOME = "{\"topic\":\"%s\",\"messageType\":\"welcome\",\"data\":{\"connection\":"
            + "{\"id\":\"%s\",\"appId\":\"%s\",\"remoteAddress\":\"127.0.0.1\"}}}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RunningGateway gateway;

    RealtimeGateway(Path directory, String... settings) {
        gateway = RunningGateway.start(directory, applications(), settings);
    }

    /** Whose topics are kept by this log. */
    RealtimeGateway(Path directory, HeldLog log) {
        gateway = RunningGateway.start(directory, applications(), Map.of("topicLog", log));
    }

    private static List<Application> applications() {
        return List.of(
                Directories.application(A),
                Directories.application(B),
                quiet(),
                patient(),
                keeping(),
                Directories.disabled(OFF),
                Directories.application(FAR, List.of("10.0.0.0/8"), List.of("10.0.0.0/8")));
    }

    /** Without acknowledgements and without inbound messages. */
    private static Application quiet() {
        return Directories.with(
                Directories.application(QUIET),
                Map.of("enableWebSocketInboundTopic", false, "clientInboundAckEnabled", false));
    }

    /** Of large messages, whose clients may say nothing for long. */
    private static Application patient() {
        return Directories.with(
                Directories.application(PATIENT),
                Map.of("limits", Map.of("maxPayloadBytes", 30_000, "idleSeconds", 600)));
    }

    /** Whose topics below {@code kept/} have a history, and those below {@code safe/} a durable one. */
    private static Application keeping() {
        var topics = List.of(
                Map.of("pattern", "kept/#", "historySize", 50_000),
                Map.of("pattern", "kept/few", "historySize", 2),
                Map.of("pattern", "safe/#", "historySize", 1_000, "durable", true));
        return Directories.with(
                Directories.application(KEEPING),
                Map.of("topics", topics, "limits", Map.of("idleSeconds", 600, "connectionsPerSubject", 0)));
    }

    RunningGateway running() {
        return gateway;
    }

    int port() {
        return gateway.port();
    }

    static String token(String application, String subject, String... permissions) {
        return Tokens.hs256(
                Directories.clientSecret(application), Map.of("sub", subject, "permissions", List.of(permissions)));
    }

    static String target(String application, String token) {
        return "/apps/" + application + "?access_token=" + token;
    }

    /** The answer to a handshake, whatever it is. */
    WireClient.Answer shake(String target, List<String> headers) throws IOException {
        try (var client = new WireClient(port(), 0)) {
            client.send(WireClient.handshake(target, headers));
            return client.answer();
        }
    }

    /** A client with an open line, which has read its first welcome. */
    Line open(String application, String subject, String... permissions) throws IOException {
        var client = dial(application, subject, permissions);
        return new Line(client, connectionId(client.readText()));
    }

    /** A client after its handshake, its first welcome not read yet. */
    WireClient dial(String application, String subject, String... permissions) throws IOException {
        return dial(0, target(application, token(application, subject, permissions)));
    }

    WireClient dial(int receiveBuffer, String target) throws IOException {
        var client = new WireClient(port(), receiveBuffer);
        client.send(WireClient.handshake(target, UPGRADE));
        var answer = client.answer();
        if (answer.status() != 101) {
            throw new AssertionError(answer.toString());
        }
        return client;
    }

    static String connectionId(String welcome) {
        return welcome.replaceAll(".*\"connection\":\\{\"id\":\"([0-9a-f]{32})\".*", "$1");
    }

    record Line(WireClient client, String id) implements AutoCloseable {
        void send(String text) throws IOException {
            client.sendText(text);
        }

        String next() throws IOException {
            return client.readText();
        }

        /** Subscribes, and waits until that is in force. */
        Line on(String topic) throws IOException {
            send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}");
            var answer = next();
            if (!answer.startsWith("{\"topic\":\"" + topic + "\",\"messageType\":\"welcome\"")) {
                throw new AssertionError(answer);
            }
            return this;
        }

        String welcome(String topic, String application) {
            return WELCOME.formatted(topic, id, application);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    static String adminToken(String application, String... permissions) {
        return Tokens.hs256(
                Directories.adminSecret(application), Map.of("sub", "backend", "permissions", List.of(permissions)));
    }

    HttpResponse<String> post(String path, String token, String body, String... headers)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + token));
        return http.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .headers(all.toArray(String[]::new))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> delete(String path, String token) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .headers("Authorization", "Bearer " + token, "Content-Type", "application/json")
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
