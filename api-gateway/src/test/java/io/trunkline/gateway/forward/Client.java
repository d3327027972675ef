package io.trunkline.gateway.forward;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of an application by WebSocket, that keeps all it hears. */
final class Client implements AutoCloseable, WebSocket.Listener {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    Client(RunningGateway gateway, String application, String subject, String... permissions) {
        var token = Tokens.hs256(
                Directories.clientSecret(application), Map.of("sub", subject, "permissions", List.of(permissions)));
        var address = "ws://127.0.0.1:" + gateway.port() + "/apps/" + application + "?access_token=" + token;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), this)
                .join();
    }

    /** A message to the application's backends. */
    void message(String id, String payload) {
        send("{\"type\":\"message\",\"data\":{\"id\":\"" + id + "\",\"payload\":" + payload + "}}");
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    List<String> heard() {
        return heard;
    }

    boolean heard(String part) {
        return heard.stream().anyMatch(text -> text.contains(part));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            heard.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
