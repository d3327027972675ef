package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.database.TestDatabase;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Applications;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What readers are told by a whole gateway when a topic's settings change and change back, with no time between. */
class SwitchingGatewayIT {
    private static final String APPLICATION = "a".repeat(32);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path directory;

    private static RunningGateway gateway;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(
                directory, List.of(remembering(0, false)), "trunkline.database-url=" + TestDatabase.create());
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static Application remembering(int size, boolean durable) {
        return Directories.with(
                Directories.application(APPLICATION),
                Map.of(
                        "topics",
                        List.of(
                                Map.of("pattern", "#", "historySize", 100, "durable", true),
                                Map.of("pattern", "sw/#", "historySize", size, "durable", durable))));
    }

    private static void remember(int size, boolean durable) {
        Directories.put(gateway.bean(Applications.class), remembering(size, durable));
    }

    @ParameterizedTest
    @CsvSource({"true,0,false", "false,0,false", "true,10,false", "false,10,true"})
    void whoComesFromBeforeIsToldLost(boolean durable, int meanwhile, boolean durableMeanwhile) throws Exception {
        var topic = "sw/" + durable + meanwhile;
        remember(100, durable);
        var one = publish(topic, 1);
        var beside = publish("beside", 1);
        remember(meanwhile, durableMeanwhile);
        var two = publish(topic, 2);
        remember(100, durable);
        var three = publish(topic, 3);
        publish("beside", 2);

        assertThat(two.isEmpty()).isEqualTo(meanwhile == 0);
        assertThat(three).endsWith(":1").isNotEqualTo(one);
        var read = history(topic, one);
        assertThat(read.path("continuity").stringValue()).isEqualTo("lost");
        assertThat(read.path("messages"))
                .extracting(message -> message.path("data").intValue())
                .containsExactly(3);
        assertThat(history(topic, three).path("continuity").stringValue()).isEqualTo("resumed");
        assertThat(history("beside", beside).path("continuity").stringValue()).isEqualTo("resumed");
    }

    /** Where it is; empty when it has no place. */
    private String publish(String topic, int number) throws IOException, InterruptedException {
        var body = HttpRequest.BodyPublishers.ofString("{\"topic\":\"" + topic + "\",\"message\":" + number + "}");
        return send("publish", "POST", body).path("position").asString("");
    }

    private JsonNode history(String topic, String since) throws IOException, InterruptedException {
        return send("history?topic=" + topic + "&since=" + since, "GET", HttpRequest.BodyPublishers.noBody());
    }

    private JsonNode send(String path, String method, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        var token = Tokens.hs256(
                Directories.adminSecret(APPLICATION),
                Map.of(
                        "sub",
                        "backend",
                        "permissions",
                        List.of("realtime:publisher:write:topic:*", "realtime:subscriber:read:topic:*")));
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/topics/" + APPLICATION + "/" + path))
                .header("Authorization", "Bearer " + token)
                .method(method, body)
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
