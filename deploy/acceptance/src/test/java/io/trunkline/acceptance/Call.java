package io.trunkline.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What came of calling somebody with some token, handshakes included.
 *
 * @param body empty for a stream that does not end
 */
record Call(int status, String body) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    boolean isRefused() {
        return status == 401 || status == 403 || status == 404;
    }

    boolean isServed() {
        return status == 101 || status / 100 == 2;
    }

    static Call get(String url, @Nullable String token) {
        return http("GET", url, token, null);
    }

    static Call of(Operation operation, String url, @Nullable String token) {
        var isHandshake = operation.path().equals("/apps/{appId}");
        return isHandshake ? handshake(url) : http(operation.method(), url, token, operation.body());
    }

    private static Call http(String method, String url, @Nullable String token, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            try (var stream = answer.body()) {
                var isEndless =
                        answer.headers().firstValue("Content-Type").orElse("").contains("event-stream");
                var text = isEndless ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                return new Call(answer.statusCode(), text);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Call handshake(String url) {
        try {
            HTTP.newWebSocketBuilder()
                    .buildAsync(URI.create(url.replace("http:", "ws:")), new WebSocket.Listener() {})
                    .join()
                    .abort();
            return new Call(101, "");
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException answer) {
                return new Call(answer.getResponse().statusCode(), "");
            }
            throw refused;
        }
    }
}
