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

/** Publishes over a WebSocket; the application has to have acknowledgements switched on. */
final class WebSocketPublisher implements WebSocket.Listener, AutoCloseable {
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
        var id = socket.hashCode() + "-" + sent++;
        var answer = new CompletableFuture<String>();
        awaited.put(id, answer);
        var data = Api.JSON
                .createObjectNode()
                .put("topic", topic)
                .put("payload", text)
                .put("id", id);
        socket.sendText("{\"type\":\"publish\",\"data\":" + data + "}", true).join();
        answer.orTimeout(15, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            var whole = Api.JSON.readTree(frame.toString());
            frame.setLength(0);
            if (whole.path("messageType").asString().equals("ack")) {
                var id = whole.path("data").path("data").asString();
                var answer = awaited.remove(id);
                if (answer != null) {
                    answer.complete(id);
                }
            }
        }
        from.request(1);
        return null;
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
