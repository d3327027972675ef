package io.trunkline.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Publishes over a WebSocket; the application has to have acknowledgements switched on. */
final class WebSocketPublisher implements WebSocket.Listener, Keyed {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Map<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();
    private final StringBuilder frame = new StringBuilder();
    private final WebSocket socket;
    private int sent;

    WebSocketPublisher(Application application, String subject) {
        var url = application.webSocketUrl(application.clientToken(subject, Application.WRITE_ALL));
        socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
    }

    /** Done when it is acknowledged; fails when the line is closed or nothing comes. */
    void publish(String topic, String text) {
        send(socket.hashCode() + "-" + sent++, message(topic, text));
    }

    @Override
    public @Nullable String publish(String topic, String text, String key) {
        send(key, message(topic, text).put("idempotencyKey", key));
        return null;
    }

    private static ObjectNode message(String topic, String text) {
        return Api.JSON.createObjectNode().put("topic", topic).put("payload", text);
    }

    private void send(String id, ObjectNode message) {
        var answer = new CompletableFuture<String>();
        awaited.put(id, answer);
        socket.sendText("{\"type\":\"publish\",\"data\":" + message.put("id", id) + "}", true)
                .join();
        answer.orTimeout(15, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            var whole = Api.JSON.readTree(frame.toString());
            frame.setLength(0);
            read(whole.path("messageType").asString(), whole.path("data"));
        }
        from.request(1);
        return null;
    }

    private void read(String type, JsonNode data) {
        if (type.equals("ack")) {
            answered(data.path("data").asString()).complete("");
        } else if (type.equals("error")) {
            var code = data.path("code").asString();
            answered(data.path("id").asString()).completeExceptionally(new IllegalStateException(code));
        }
    }

    /** Somebody who waits for it, if anybody does. */
    private CompletableFuture<String> answered(String id) {
        var answer = awaited.remove(id);
        return answer == null ? new CompletableFuture<>() : answer;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        gone("closed with " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        gone(error.toString());
    }

    private void gone(String why) {
        awaited.values().forEach(answer -> answer.completeExceptionally(new IllegalStateException(why)));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
