package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.gateway.database.DatabaseProxy;
import io.trunkline.gateway.database.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durable topics of a whole gateway, over a real socket. */
class DurableGatewayIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void withoutADatabaseNothingDurableIsTakenAndAllElseIs() throws Exception {
        try (var gateway = DurableGateway.start(directory)) {
            var refused = publish(gateway, "durable/a");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/unavailable").contains("database");
            assertThat(publish(gateway, "live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsAnsweredIsInTheDatabase() throws Exception {
        var url = TestDatabase.create();
        for (var start = 1; start <= 2; start++) {
            try (var gateway = DurableGateway.start(directory, "trunkline.database-url=" + url)) {
                assertThat(publish(gateway, "durable/a").statusCode()).isEqualTo(200);
                assertThat(TestDatabase.number(url, "select max(position) from gateway.log"))
                        .isEqualTo(start);
            }
        }
        assertThat(TestDatabase.number(url, "select count(*) from gateway.log")).isEqualTo(2);
    }

    @Test
    void aDatabaseThatComesLateHoldsNobodyElseUp() throws Exception {
        try (var proxy = new DatabaseProxy(TestDatabase.create())) {
            proxy.cut();
            try (var gateway = DurableGateway.start(
                    directory, "trunkline.database-url=" + proxy.url(), "trunkline.history.patience=200ms")) {
                assertThat(publish(gateway, "live").statusCode()).isEqualTo(200);
                assertThat(publish(gateway, "durable/a").statusCode()).isEqualTo(503);
                proxy.mend();

                await().atMost(LONG).until(() -> publish(gateway, "durable/a").statusCode() == 200);
            }
        }
    }

    private static HttpResponse<String> publish(DurableGateway gateway, String topic)
            throws IOException, InterruptedException {
        return gateway.publish(topic, "\"message\":\"hello\"");
    }
}
