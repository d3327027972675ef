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
    private static final Pattern POSITION = Pattern.compile("\"position\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern LOG_READS = Pattern.compile("(?m)^trunkline_history_reads_total(?:\\{[^}]*})? (\\S+)");

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

    /** Makes every topic of the application durable, with the longest history there is. */
    void keepAll(String appId, String operatorToken) throws IOException {
        var settings = BodyPublishers.ofString("{\"historySize\":100000,\"durable\":true}");
        var answer = send(call("/admin/v1/applications/" + appId + "/topics/%23", operatorToken)
                .PUT(settings)
                .build());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("not durable: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Publishes a text; answers where the topic's log has it, or nothing where it has no log. */
    String publish(String appId, String token, String topic, String text) throws IOException {
        var body = "{\"topic\":\"%s\",\"message\":\"%s\"}".formatted(topic, text);
        var answer = post("/api/topics/" + appId + "/publish", token, body);
        if (answer.statusCode() != 200) {
            throw new IOException("not published: " + answer.statusCode() + " " + answer.body());
        }
        var position = POSITION.matcher(answer.body());
        return position.find() ? position.group(1) : "";
    }

    /** How often the gateway has read a page of a log from its database. */
    long logReads() throws IOException {
        var metrics = send(HttpRequest.newBuilder(gateway.resolve("/actuator/prometheus"))
                .timeout(PATIENCE)
                .build());
        var reads = LOG_READS.matcher(metrics.body());
        if (!reads.find()) {
            throw new IOException("the gateway does not count its reads: " + metrics.statusCode());
        }
        return (long) Double.parseDouble(reads.group(1));
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
        return send(call(path, token).POST(BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder call(String path, String token) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
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
