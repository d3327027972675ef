package io.trunkline.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Server-sent events, which go on as browsers do: by the id of the last one heard. */
final class EventsReading extends Reading {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String topic;
    private final Stream<String> lines;
    private @Nullable String id;

    EventsReading(Application application, String subject, String topic, String since) {
        this.topic = topic;
        var token = application.clientToken(subject, Application.READ_ALL);
        var path = "/apps/" + application.id() + "/events?topic=" + URLEncoder.encode(topic, StandardCharsets.UTF_8);
        var isPosition = since.indexOf(':') > 0;
        var url = application.operator().installation().url(isPosition ? path : path + "&since=" + since);
        var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
        if (isPosition) {
            request.header("Last-Event-ID", since);
        }
        lines = lines(request.build());
        var reader = new Thread(this::read, "events of " + subject);
        reader.setDaemon(true);
        reader.start();
    }

    private static Stream<String> lines(HttpRequest request) {
        try {
            var answer = HTTP.send(request, BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (lines) {
            lines.forEach(this::line);
        } catch (UncheckedIOException closed) {
            // left, or sent away
        } finally {
            ended();
        }
    }

    private void line(String line) {
        if (line.isEmpty()) {
            id = null;
        } else if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("data: ")) {
            data(line.substring(6));
        }
    }

    private void data(String text) {
        var frame = Api.JSON.readTree(text);
        var resume = frame.path("data").path("resume");
        if (resume.has("continuity")) {
            told(resume.path("continuity").asString());
        } else if (frame.path("topic").asString().equals(topic)
                && !frame.path("messageType").asString().equals("welcome")) {
            hear(WebSocketReading.text(frame.path("data")), id == null ? "" : id);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
