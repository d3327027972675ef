package io.trunkline.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON over WebSocket. */
final class WebSocketReading extends Reading implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder frame = new StringBuilder();
    private final String topic;
    private final String since;
    private final WebSocket socket;

    WebSocketReading(Application application, String subject, String topic, String since) {
        this.topic = topic;
        this.since = since;
        var url = application.webSocketUrl(application.clientToken(subject, Application.READ_ALL));
        socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            var whole = Api.JSON.readTree(frame.toString());
            frame.setLength(0);
            read(from, whole);
        }
        from.request(1);
        return null;
    }

    private void read(WebSocket from, JsonNode whole) {
        var isWelcome = whole.path("messageType").asString().equals("welcome");
        if (isWelcome && whole.path("topic").asString().equals("main")) {
            var asked = Api.JSON.createObjectNode().put("topic", topic).put("since", since);
            from.sendText("{\"type\":\"subscribe\",\"data\":" + asked + "}", true);
        } else if (isWelcome) {
            told(whole.path("data").path("resume").path("continuity").asString());
        } else if (whole.path("topic").asString().equals(topic)) {
            hear(text(whole.path("data")), whole.path("position").asString());
        }
    }

    /** What was published over a line says by whom. */
    static String text(JsonNode data) {
        return data.isObject() && data.has("payload") ? data.path("payload").asString() : data.asString();
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
