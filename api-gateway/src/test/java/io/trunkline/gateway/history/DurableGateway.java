package io.trunkline.gateway.history;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A whole gateway with one application, whose topics below {@code durable/} are durable, and the application's backend. */
record DurableGateway(RunningGateway gateway, HttpClient http) implements AutoCloseable {
    private static final String APPLICATION = "a".repeat(32);

    /** @param settings as {@code name=value} */
    static DurableGateway start(Path directory, String... settings) {
        var application = Directories.with(
                Directories.application(APPLICATION),
                Map.of("topics", List.of(Map.of("pattern", "durable/#", "historySize", 100, "durable", true))));
        return new DurableGateway(
                RunningGateway.start(directory, List.of(application), settings),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /** @param more members of the request besides the topic, as JSON without the braces */
    HttpResponse<String> publish(String topic, String more) throws IOException, InterruptedException {
        var token = Tokens.hs256(
                Directories.adminSecret(APPLICATION),
                Map.of("sub", "backend", "permissions", List.of("realtime:publisher:write:topic:*")));
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/topics/" + APPLICATION + "/publish"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"" + topic + "\"," + more + "}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
