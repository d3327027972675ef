package io.trunkline.gateway.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that keeps what it hears. */
final class Listener implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private final String id;

    Listener(URI address) throws InterruptedException {
        socket = ExplainGateway.HTTP
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .join();
        id = ExplainGateway.JSON
                .readTree(next())
                .path("data")
                .path("connection")
                .path("id")
                .asString();
    }

    String id() {
        return id;
    }

    String next() throws InterruptedException {
        var frame = frames.poll(20, TimeUnit.SECONDS);
        assertThat(frame).as("a frame").isNotNull();
        return frame;
    }

    /** What the server says to that. */
    String subscribe(String topic) throws InterruptedException {
        socket.sendText("{\"type\":\"subscribe\",\"data\":{\"topic\":\"" + topic + "\"}}", true)
                .join();
        return next();
    }

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

    @Override
    public void close() {
        socket.abort();
    }
}
