package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The platform's HTTP, as the holder of one bearer token calls it at the gateway. */
record Api(Installation installation, @Nullable String token) {
    static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** An answer; the body is JSON wherever there is one. */
    record Answer(int status, @Nullable String contentType, JsonNode body) {}

    static Api of(Platform platform) {
        return new Api(platform.installation(), platform.operatorToken());
    }

    Api with(@Nullable String other) {
        return new Api(installation, other);
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    /** @param headers names and values, in turn */
    Answer post(String path, String body, String... headers) {
        return call("POST", path, body, headers);
    }

    Answer call(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(installation.url(path)))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            var type = answer.headers().firstValue("Content-Type").orElse(null);
            var json = type != null && type.contains("json") ? JSON.readTree(answer.body()) : JSON.nullNode();
            return new Answer(answer.statusCode(), type, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Application create(String name) {
        return create(name, Map.of());
    }

    /** Creates an application (as the operator), whose name begins like this, and waits until the gateway knows it. */
    Application create(String name, Map<String, Object> attributes) {
        var body = new HashMap<>(attributes);
        body.put("name", name + " " + UUID.randomUUID());
        var answer = post("/admin/v1/applications", JSON.writeValueAsString(body));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        var application = new Application(this, answer.body());
        application.awaitKnown();
        return application;
    }
}
