package io.trunkline.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.RunningGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway says of itself while its database is away. */
class DatabaseHealthIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String UP = "\"database\":{\"status\":\"UP\"}";
    private static final String DOWN = "\"database\":{\"status\":\"DOWN\"}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    @Test
    void healthIsDownAndReadinessIsNot() throws Exception {
        try (var proxy = new DatabaseProxy(TestDatabase.create());
                var gateway = RunningGateway.start(directory, List.of(), "trunkline.database-url=" + proxy.url())) {
            await().atMost(PATIENCE).untilAsserted(() -> expect(gateway, "", 200, UP));

            proxy.cut();
            await().atMost(PATIENCE).untilAsserted(() -> expect(gateway, "", 503, DOWN));
            expect(gateway, "/readiness", 200, "\"directory\":{\"status\":\"UP\"}");
            expect(gateway, "/liveness", 200, "\"status\":\"UP\"");

            proxy.mend();
            await().atMost(PATIENCE).untilAsserted(() -> expect(gateway, "", 200, UP));
        }
    }

    @Test
    void aSecondGatewayHasNoDatabaseUntilTheFirstHasEnded(@TempDir Path elsewhere) throws Exception {
        var setting = "trunkline.database-url=" + TestDatabase.create();
        try (var first = RunningGateway.start(directory, List.of(), setting)) {
            await().atMost(PATIENCE).untilAsserted(() -> expect(first, "", 200, UP));
            try (var second = RunningGateway.start(elsewhere, List.of(), setting)) {
                expect(second, "", 503, DOWN);
                expect(second, "/readiness", 200, "\"directory\":{\"status\":\"UP\"}");

                first.close();
                await().atMost(PATIENCE).untilAsserted(() -> expect(second, "", 200, UP));
            }
        }
    }

    private void expect(RunningGateway gateway, String part, int status, String text) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/actuator/health" + part))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains(text);
        assertThat(answer.statusCode()).isEqualTo(status);
    }
}
