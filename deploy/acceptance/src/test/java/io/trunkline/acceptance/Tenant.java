package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An application with one of everything: a connection that is open and subscribed, a forwarder, and a setting of its topics. */
final class Tenant implements AutoCloseable {
    static final String[] ALL_PERMISSIONS = {
        Application.READ_ALL,
        Application.WRITE_ALL,
        Application.MANAGE,
        "realtime:admin:manage:subscribers",
        "realtime:admin:manage:connections",
        "realtime:admin:manage:*"
    };

    private static final String PATTERN = "shared";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Application application;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private final String connectionId;
    private final String forwarderId;

    Tenant(Api operator, String name) throws InterruptedException {
        application = operator.create(name, Map.of("enableWebSocketInboundTopic", true));
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(application.webSocketUrl(clientToken("resident"))), new Frames())
                .join();
        connectionId = Api.JSON.readTree(frame()).at("/data/connection/id").asString();
        subscribe("shared");
        forwarderId = forwarder(operator);
        var setting = operator.call("PUT", "/admin/v1/applications/" + application.id() + "/topics/" + PATTERN, "{}");
        assertThat(setting.status()).as("%s", setting).isEqualTo(201);
    }

    private String forwarder(Api operator) {
        var body = "{\"kind\":\"webhook\",\"name\":\"mine\",\"url\":\"https://hooks.example.com/\",\"enabled\":false}";
        var answer = operator.post("/admin/v1/applications/" + application.id() + "/forwarders", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.body().path("forwarderId").asString();
    }

    String id() {
        return application.id();
    }

    String connectionId() {
        return connectionId;
    }

    Application application() {
        return application;
    }

    String clientToken(String subject) {
        return application.clientToken(subject, ALL_PERMISSIONS);
    }

    String adminToken() {
        return application.adminToken(ALL_PERMISSIONS);
    }

    /** By the names that the routes' parameters have. */
    Map<String, String> parameters() {
        return Map.of(
                "appId",
                id(),
                "connectionId",
                connectionId,
                "forwarderId",
                forwarderId,
                "pattern",
                PATTERN,
                "topic",
                "shared",
                "days",
                "1",
                "message",
                "no-such-message",
                "code",
                "forbidden-publish");
    }

    void send(String type, String data) {
        socket.sendText("{\"type\":\"" + type + "\",\"data\":" + data + "}", true)
                .join();
    }

    void subscribe(String topic) throws InterruptedException {
        send("subscribe", "{\"topic\":\"" + topic + "\"}");
        assertThat(frame()).startsWith("{\"topic\":\"" + topic + "\",\"messageType\":\"welcome\"");
    }

    /** The next one. */
    String frame() throws InterruptedException {
        var frame = frames.poll(15, TimeUnit.SECONDS);
        assertThat(frame).as("a frame").isNotNull();
        return frame;
    }

    boolean isConnected() {
        return !socket.isInputClosed();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
