package io.trunkline.bench.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** The HTTP paths of the gateway that the bench needs, as anybody else uses them. */
final class TrunklineApi {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern APP_ID = Pattern.compile("\"appId\"\\s*:\\s*\"([0-9a-f]{32})\"");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI gateway;

    TrunklineApi(int port) {
        this.gateway = URI.create("http://127.0.0.1:" + port);
    }

    /** Creates an application without rate limits, with acknowledgements and presence, whose both keys are {@code key}; answers its id. */
    String createApplication(String operatorToken, String key) throws IOException {
        String keyJson = "{\"source\":\"raw\",\"key\":\"%s\",\"algorithms\":[\"HS256\"]}".formatted(key);
        String limits = "{\"maxPayloadBytes\":5120,\"publishesPerSecond\":0,\"publishesPerSecondPerConnection\":0}";
        String switches = "\"clientInboundAckEnabled\":true,\"enableWebSocketInboundTopic\":true";
        String body = "{\"name\":\"bench\",\"authKey\":%s,\"adminKey\":%s,\"limits\":%s,%s}"
                .formatted(keyJson, keyJson, limits, switches);
        var answer = post("/admin/v1/applications", operatorToken, body);
        var id = APP_ID.matcher(answer.body());
        if (answer.statusCode() != 201 || !id.find()) {
            throw new IOException("no application: " + answer.statusCode() + " " + answer.body());
        }
        return id.group(1);
    }

    /** Whether the gateway has heard of the application and takes a publication for it. */
    boolean publishes(String appId, String token) {
        try {
            return post("/api/topics/" + appId + "/publish", token, "{\"topic\":\"b\",\"message\":\"ready?\"}")
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Whether the gateway says that it is well. */
    boolean isHealthy() {
        try {
            return send(HttpRequest.newBuilder(gateway.resolve("/api/health/status"))
                                    .timeout(PATIENCE)
                                    .build())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> post(String path, String token, String body) throws IOException {
        return send(HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
