package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.database.TestDatabase;
import io.trunkline.gateway.directory.Directories;
import io.trunkline.gateway.identity.Tokens;
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

/** What outlives a gateway of what was published on durable topics to be heard later, or once. */
class DurableLaterIT {
    private static final String APPLICATION = "a".repeat(32);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String WAITING = "select count(*) from gateway.scheduled";
    private static final String LOGGED = "select count(*) from gateway.log";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    @Test
    void aDelayedMessageIsPublishedOnceByTheNextGateway() throws Exception {
        var url = TestDatabase.create();
        var first = start("trunkline.database-url=" + url);
        try {
            assertThat(publish(first, "\"delay\":10,\"message\":\"soon\"").statusCode())
                    .isEqualTo(200);
            assertThat(publish(first, "\"delay\":604800,\"message\":\"late\"").body())
                    .contains("scheduledFor");
            assertThat(TestDatabase.number(url, WAITING)).isEqualTo(2);
        } finally {
            first.close();
        }
        try (var next = start("trunkline.database-url=" + url)) {
            await().atMost(LONG).until(() -> TestDatabase.number(url, WAITING) == 1);

            assertThat(TestDatabase.number(url, LOGGED)).isEqualTo(1);
            assertThat(publish(next, "\"message\":\"now\"").statusCode()).isEqualTo(200);
        }
    }

    /** As if the first had ended after it has published, and before it could say so. */
    @Test
    void whatIsInTheLogAlreadyIsNotPublishedAgain() throws Exception {
        var url = TestDatabase.create();
        var first = start("trunkline.database-url=" + url);
        try {
            publish(first, "\"delay\":5,\"message\":\"once\"");
            TestDatabase.execute(url, "create table gateway.before as select * from gateway.scheduled");
            await().atMost(LONG).until(() -> TestDatabase.number(url, WAITING) == 0);
        } finally {
            first.close();
        }
        TestDatabase.execute(url, "insert into gateway.scheduled overriding system value select * from gateway.before");
        try (var next = start("trunkline.database-url=" + url)) {
            await().atMost(LONG).until(() -> TestDatabase.number(url, WAITING) == 0);

            assertThat(TestDatabase.number(url, LOGGED)).isEqualTo(1);
            assertThat(next.port()).isPositive();
        }
    }

    @Test
    void anIdempotencyKeyIsKnownToTheNextGateway() throws Exception {
        var url = TestDatabase.create();
        var keyed = "\"idempotencyKey\":\"k\",\"message\":{\"a\":1}";
        try (var first = start("trunkline.database-url=" + url)) {
            assertThat(publish(first, keyed).body()).doesNotContain("repeat");
        }
        try (var next = start("trunkline.database-url=" + url)) {
            assertThat(publish(next, keyed).body()).contains("\"repeat\":true");
            assertThat(publish(next, keyed.replace('1', '2')).statusCode()).isEqualTo(422);
            assertThat(TestDatabase.number(url, LOGGED)).isEqualTo(1);
        }
    }

    @Test
    void withoutADatabaseItIsRefusedAtOnce() throws Exception {
        try (var gateway = start()) {
            var refused = publish(gateway, "\"delay\":1,\"message\":\"soon\"");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/unavailable").contains("database");
        }
    }

    private RunningGateway start(String... settings) {
        var application = Directories.with(
                Directories.application(APPLICATION),
                Map.of("topics", List.of(Map.of("pattern", "durable/#", "historySize", 100, "durable", true))));
        return RunningGateway.start(directory, List.of(application), settings);
    }

    private HttpResponse<String> publish(RunningGateway gateway, String rest) throws Exception {
        var token = Tokens.hs256(
                Directories.adminSecret(APPLICATION),
                Map.of("sub", "backend", "permissions", List.of("realtime:publisher:write:topic:*")));
        var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/topics/" + APPLICATION + "/publish"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"durable/a\"," + rest + "}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
