package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is published later, and what is good for a while only, by HTTP and on WebSockets. */
@ExtendWith(NoLeaks.class)
class LaterIT {
    private static final String WRITE = "realtime:publisher:write:topic:*";

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static HttpResponse<String> post(String call, String body) throws Exception {
        return gateway.post("/api/topics/" + A + "/" + call, RealtimeGateway.adminToken(A, WRITE), body);
    }

    private static Instant scheduledFor(String answer) {
        return Instant.parse(answer.replaceAll(".*\"scheduledFor\":\"([^\"]+)\".*", "$1"));
    }

    private static String said(String answer, String field) {
        return answer.replaceAll(".*\"" + field + "\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void aBackendsMessageIsHeardWhenItsDelayIsOver() throws Exception {
        try (var line = gateway.open(A, "later").on("later")) {
            var later = post("publish", "{\"topic\":\"later\",\"message\":2,\"delay\":1.5}")
                    .body();
            var now = post("publish", "{\"topic\":\"later\",\"message\":1,\"delay\":0}")
                    .body();

            assertThat(line.next()).endsWith("\"data\":1}");
            assertThat(line.next()).endsWith("\"data\":2}");
            assertThat(Instant.now()).isAfterOrEqualTo(scheduledFor(later));
            assertThat(later).contains("\"subscribers\":0");
            assertThat(Duration.between(Instant.parse(said(later, "time")), scheduledFor(later)))
                    .isEqualTo(Duration.ofMillis(1500));
            assertThat(now).doesNotContain("scheduledFor");
        }
    }

    @Test
    void aClientsFrameIsHeardWhenItsDelayIsOver() throws Exception {
        try (var writer = gateway.open(A, "writer", WRITE).on("frames")) {
            writer.send(
                    "{\"type\":\"publish\",\"data\":{\"topic\":\"frames\",\"id\":\"mine\",\"payload\":\"x\",\"delay\":0.5,\"ttl\":60}}");

            var ack = writer.next();
            assertThat(ack).contains("\"data\":{\"data\":\"mine\",\"scheduledFor\":\"");
            assertThat(writer.next()).contains("\"topic\":\"frames\"", "\"payload\":\"x\"", "\"id\":\"mine\"");
            assertThat(Instant.now()).isAfterOrEqualTo(scheduledFor(ack));
        }
    }

    @Test
    void eachOfABatchHasItsOwnDelay() throws Exception {
        try (var line = gateway.open(A, "batch").on("batch")) {
            var batch = "{\"messages\":[{\"topic\":\"batch\",\"message\":3,\"delay\":1},"
                    + "{\"topic\":\"batch\",\"message\":2,\"delay\":0.5},{\"topic\":\"batch\",\"message\":1}]}";

            assertThat(post("publish-batch", batch).body().split("scheduledFor", -1))
                    .hasSize(3);
            for (var heard = 1; heard <= 3; heard++) {
                assertThat(line.next()).endsWith("\"data\":" + heard + "}");
            }
        }
    }

    @Test
    void whatIsNoTimeIsRefused() throws Exception {
        for (var wrong : new String[] {
            "\"delay\":-1", "\"delay\":\"1\"", "\"delay\":604800.1", "\"delay\":1e2", "\"ttl\":0", "\"ttl\":true"
        }) {
            var answer = post("publish", "{\"topic\":\"a\",\"message\":1," + wrong + "}");

            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).contains("/problems/malformed");
        }
        try (var line = gateway.open(A, "wrong", WRITE)) {
            line.send("{\"type\":\"publish\",\"data\":{\"topic\":\"a\",\"payload\":\"x\",\"ttl\":-1}}");
            assertThat(line.client().readClose().code()).isEqualTo(1008);
        }
    }
}
