package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.database.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a gateway of what was published on durable topics to be heard later, or once. */
class DurableLaterIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String WAITING = "select count(*) from gateway.scheduled";
    private static final String LOGGED = "select count(*) from gateway.log";

    @TempDir
    private Path directory;

    @Test
    void aDelayedMessageIsPublishedOnceByTheNextGateway() throws Exception {
        var url = TestDatabase.create();
        var first = DurableGateway.start(directory, "trunkline.database-url=" + url);
        try {
            assertThat(publish(first, "\"delay\":10,\"message\":\"soon\"").statusCode())
                    .isEqualTo(200);
            assertThat(publish(first, "\"delay\":604800,\"message\":\"late\"").body())
                    .contains("scheduledFor");
            assertThat(TestDatabase.number(url, WAITING)).isEqualTo(2);
        } finally {
            first.close();
        }
        try (var next = DurableGateway.start(directory, "trunkline.database-url=" + url)) {
            await().atMost(LONG).until(() -> TestDatabase.number(url, WAITING) == 1);

            assertThat(TestDatabase.number(url, LOGGED)).isEqualTo(1);
            assertThat(publish(next, "\"message\":\"now\"").statusCode()).isEqualTo(200);
        }
    }

    /** As if the first had ended after it has published, and before it could say so. */
    @Test
    void whatIsInTheLogAlreadyIsNotPublishedAgain() throws Exception {
        var url = TestDatabase.create();
        var first = DurableGateway.start(directory, "trunkline.database-url=" + url);
        try {
            publish(first, "\"delay\":5,\"message\":\"once\"");
            TestDatabase.execute(url, "create table gateway.before as select * from gateway.scheduled");
            await().atMost(LONG).until(() -> TestDatabase.number(url, WAITING) == 0);
        } finally {
            first.close();
        }
        TestDatabase.execute(url, "insert into gateway.scheduled overriding system value select * from gateway.before");
        try (var next = DurableGateway.start(directory, "trunkline.database-url=" + url)) {
            await().atMost(LONG).until(() -> TestDatabase.number(url, WAITING) == 0);

            assertThat(TestDatabase.number(url, LOGGED)).isEqualTo(1);
            assertThat(next.gateway().port()).isPositive();
        }
    }

    @Test
    void anIdempotencyKeyIsKnownToTheNextGateway() throws Exception {
        var url = TestDatabase.create();
        var keyed = "\"idempotencyKey\":\"k\",\"message\":{\"a\":1}";
        try (var first = DurableGateway.start(directory, "trunkline.database-url=" + url)) {
            assertThat(publish(first, keyed).body()).doesNotContain("repeat");
        }
        try (var next = DurableGateway.start(directory, "trunkline.database-url=" + url)) {
            assertThat(publish(next, keyed).body()).contains("\"repeat\":true");
            assertThat(publish(next, keyed.replace('1', '2')).statusCode()).isEqualTo(422);
            assertThat(TestDatabase.number(url, LOGGED)).isEqualTo(1);
        }
    }

    @Test
    void withoutADatabaseItIsRefusedAtOnce() throws Exception {
        try (var gateway = DurableGateway.start(directory)) {
            var refused = publish(gateway, "\"delay\":1,\"message\":\"soon\"");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/unavailable").contains("database");
        }
    }

    private static HttpResponse<String> publish(DurableGateway gateway, String more)
            throws IOException, InterruptedException {
        return gateway.publish("durable/a", more);
    }
}
