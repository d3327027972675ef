package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.database.DatabaseProxy;
import io.trunkline.gateway.database.TestDatabase;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durable topics of a whole gateway, over a real socket. */
class DurableGatewayIT {
    private static final String APPLICATION = "a".repeat(32);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    @Test
    void withoutADatabaseNothingDurableIsTakenAndAllElseIs() throws IOException {
        try (var gateway = start()) {
            var refused = publish(gateway, "durable/a");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/unavailable").contains("database");
            assertThat(publish(gateway, "live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsAnsweredIsInTheDatabase() throws IOException {
        var url = TestDatabase.create();
        for (var start = 1; start <= 2; start++) {
            try (var gateway = start("trunkline.database-url=" + url)) {
                assertThat(publish(gateway, "durable/a").statusCode()).isEqualTo(200);
                assertThat(TestDatabase.number(url, "select max(position) from gateway.log"))
                        .isEqualTo(start);
            }
        }
        assertThat(TestDatabase.number(url, "select count(*) from gateway.log")).isEqualTo(2);
    }

    @Test
    void aDatabaseThatComesLateHoldsNobodyElseUp() throws IOException {
        try (var proxy = new DatabaseProxy(TestDatabase.create())) {
            proxy.cut();
            try (var gateway = start("trunkline.database-url=" + proxy.url(), "trunkline.history.patience=200ms")) {
                assertThat(publish(gateway, "live").statusCode()).isEqualTo(200);
                assertThat(publish(gateway, "durable/a").statusCode()).isEqualTo(503);
                proxy.mend();

                await().atMost(LONG).until(() -> publish(gateway, "durable/a").statusCode() == 200);
            }
        }
    }

    private RunningGateway start(String... settings) {
        var application = Directories.with(
                Directories.application(APPLICATION),
                Map.of("topics", List.of(Map.of("pattern", "durable/#", "historySize", 100, "durable", true))));
        return RunningGateway.start(directory, List.of(application), settings);
    }

    private HttpResponse<String> publish(RunningGateway gateway, String topic) {
        var token = Tokens.hs256(
                Directories.adminSecret(APPLICATION),
                Map.of("sub", "backend", "permissions", List.of("realtime:publisher:write:topic:*")));
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/topics/" + APPLICATION + "/publish"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"" + topic + "\",\"message\":\"hello\"}"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
