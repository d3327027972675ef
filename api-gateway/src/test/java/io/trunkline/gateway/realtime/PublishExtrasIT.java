package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.gateway.directory.Applications;
import io.trunkline.gateway.directory.Directories;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What backends may do beyond the vendor's contract: publish once, leave somebody out, ask who is there. */
@ExtendWith(NoLeaks.class)
class PublishExtrasIT {
    private static final String WRITE = "realtime:publisher:write:topic:*";
    private static final String SUBSCRIBERS = "realtime:admin:manage:subscribers";
    private static final String PUBLISH = "/api/topics/" + A + "/publish";
    private static final String PRESENCE = "/api/topics/" + A + "/presence";

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

    private static HttpResponse<String> publish(String path, String body, String key) throws Exception {
        return gateway.post(path, RealtimeGateway.adminToken(A, WRITE), body, "Idempotency-Key", key);
    }

    private static HttpResponse<String> presence(String query, String... permissions) throws Exception {
        return gateway.get(PRESENCE + query, RealtimeGateway.adminToken(A, permissions));
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("/problems/" + code);
    }

    @Test
    void whatHasAKeyIsPublishedOnce() throws Exception {
        try (var line = gateway.open(A, "once").on("once")) {
            var first =
                    publish(PUBLISH, "{\"topic\":\"once\",\"message\":1}", "k").body();
            var again =
                    publish(PUBLISH, "{\"topic\":\"once\",\"message\":1}", "k").body();
            assertRefused(publish(PUBLISH, "{\"topic\":\"once\",\"message\":2}", "k"), 422, "key-reused");
            assertRefused(publish(PUBLISH, "{\"topic\":\"once\",\"message\":\"1\"}", "k"), 422, "key-reused");
            publish(PUBLISH, "{\"topic\":\"once\",\"message\":3}", "other");

            assertThat(first).doesNotContain("repeat");
            assertThat(again).isEqualTo(first.replace("}", ",\"repeat\":true}"));
            assertThat(line.next()).endsWith("\"data\":1}");
            assertThat(line.next()).endsWith("\"data\":3}");
        }
        assertRefused(publish(PUBLISH, "{\"topic\":\"once\",\"message\":1}", " "), 400, "malformed");
        assertRefused(publish(PUBLISH, "{\"topic\":\"once\",\"message\":1}", "k".repeat(129)), 400, "malformed");
        var inBody = "{\"topic\":\"once\",\"message\":1,\"idempotencyKey\":\"body\"}";
        assertRefused(publish(PUBLISH, inBody, "header"), 400, "malformed");
        assertThat(publish(PUBLISH, inBody, "body").statusCode()).isEqualTo(200);
        var token = RealtimeGateway.adminToken(A, WRITE);
        var twice = gateway.post(PUBLISH, token, inBody, "Idempotency-Key", "body", "Idempotency-Key", "other");
        assertRefused(twice, 400, "malformed");
    }

    private static String frame(String payload) {
        return "{\"type\":\"publish\",\"data\":{\"topic\":\"doors\",\"echo\":false,\"idempotencyKey\":\"k\",\"payload\":"
                + payload + "}}";
    }

    /** A publisher that has lost its connection does not know, and says it again over the next one. */
    @Test
    void whatHasAKeyOnAWebSocketIsPublishedOnce() throws Exception {
        try (var reader = gateway.open(A, "reader").on("doors")) {
            String id;
            try (var lost = gateway.open(A, "writer", WRITE)) {
                lost.send(frame("[1]"));
                id = lost.next().replaceAll(".*\\{\"data\":\"([^\"]+)\"}}", "$1");
            }
            try (var back = gateway.open(A, "writer", WRITE)) {
                back.send(frame("[1]"));
                assertThat(back.next()).endsWith("\"data\":{\"data\":\"" + id + "\",\"repeat\":true}}");
                back.send(frame("[2]"));
                assertThat(back.client().readClose().reason()).contains("idempotency key");
            }
            publish(PUBLISH, "{\"topic\":\"doors\",\"message\":[3]}", "other");

            assertThat(reader.next()).contains("\"payload\":[1]", id);
            assertThat(reader.next()).endsWith("\"data\":[3]}");
        }
    }

    @Test
    void aKeyIsTheSameByAnyDoorAndInHeaderOrBody() throws Exception {
        try (var writer = gateway.open(A, "writer", WRITE)) {
            writer.send("{\"type\":\"publish\",\"data\":{\"topic\":\"any\",\"idempotencyKey\":\"k\",\"payload\":[1]}}");
            assertThat(writer.next()).contains("priv/acks").doesNotContain("repeat");
        }
        var token = RealtimeGateway.adminToken(A, WRITE);

        assertThat(publish(PUBLISH, "{\"topic\":\"any\",\"message\":[1]}", "k").body())
                .contains("\"repeat\":true");
        assertThat(gateway.post(PUBLISH, token, "{\"topic\":\"any\",\"message\":[1],\"idempotencyKey\":\"k\"}")
                        .body())
                .contains("\"repeat\":true");
        assertThat(publish(PUBLISH, "{\"topic\":\"any\",\"message\":[1],\"idempotencyKey\":\"k\"}", "k")
                        .body())
                .contains("\"repeat\":true");
    }

    @Test
    void aBatchThatIsSentAgainIsPublishedOnce() throws Exception {
        var batch = "{\"messages\":[{\"topic\":\"twice\",\"message\":1},{\"topic\":\"twice\",\"message\":2}]}";
        var path = "/api/topics/" + A + "/publish-batch";
        try (var line = gateway.open(A, "twice").on("twice")) {
            publish(path, batch, "b");
            var again = publish(path, batch.replace("}]}", "},{\"topic\":\"twice\",\"message\":3}]}"), "b");

            assertThat(again.body().split("\"repeat\":true", -1)).hasSize(3);
            for (var heard : new int[] {1, 2, 3}) {
                assertThat(line.next()).endsWith("\"data\":" + heard + "}");
            }
        }
    }

    @Test
    void theKeyOfABatchIsNoneOfAMessageAlone() throws Exception {
        var path = "/api/topics/" + A + "/publish-batch";
        var key = "k".repeat(128);
        try (var line = gateway.open(A, "both").on("both")) {
            publish(PUBLISH, "{\"topic\":\"both\",\"message\":1}", key);
            publish(PUBLISH, "{\"topic\":\"both\",\"message\":2}", "b/0");
            var batch = "{\"messages\":[{\"topic\":\"both\",\"message\":%d}]}";
            assertThat(publish(path, batch.formatted(3), key).body()).contains("\"published\"");
            assertThat(publish(path, batch.formatted(4), "b").body()).contains("\"published\"");
            var reused = publish(path, batch.formatted(5), "b");

            assertThat(reused.statusCode()).isEqualTo(200);
            assertThat(reused.body()).contains("/problems/key-reused", "\"status\":422");
            assertRefused(publish(path, batch.formatted(6), key + "k"), 400, "malformed");
            for (var heard : new int[] {1, 2, 3, 4}) {
                assertThat(line.next()).endsWith("\"data\":" + heard + "}");
            }
        }
    }

    /** The second comes while the first is under way, or after it. */
    @Test
    void twoAtOnceUnderAKeyArePublishedOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try (var line = gateway.open(A, "twins").on("twins")) {
            for (var round = 0; round < 20; round++) {
                var key = "twin " + round;
                var body = "{\"topic\":\"twins\",\"message\":" + round + "}";
                Callable<String> publishing = () -> publish(PUBLISH, body, key).body();
                var answers = threads.invokeAll(List.of(publishing, publishing));
                var both = answers.get(0).get() + answers.get(1).get();

                assertThat(both.split("\"repeat\":true", -1)).as(both).hasSize(2);
                assertThat(line.next()).endsWith("\"data\":" + round + "}");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aConnectionMayBeLeftOut() throws Exception {
        try (var out = gateway.open(A, "out").on("echo");
                var in = gateway.open(A, "in").on("echo")) {
            var body = "{\"topic\":\"echo\",\"message\":1,\"excludeConnection\":\"" + out.id() + "\"}";
            assertThat(publish(PUBLISH, body, "e1").body()).contains("\"subscribers\":1");
            publish(PUBLISH, "{\"topic\":\"echo\",\"message\":2,\"excludeConnection\":null}", "e2");

            assertThat(in.next()).endsWith("\"data\":1}");
            assertThat(out.next()).endsWith("\"data\":2}");
        }
        assertRefused(
                publish(PUBLISH, "{\"topic\":\"a\",\"message\":1,\"excludeConnection\":7}", "e3"), 400, "malformed");
    }

    @Test
    void saysWhoHearsATopic() throws Exception {
        try (var ann = gateway.open(A, "ann").on("room");
                var bob = gateway.open(A, "bob").on("room");
                var other = gateway.open(B, "carl").on("room")) {
            assertThat(other.id()).hasSize(32);
            var all = presence("?topic=room", SUBSCRIBERS).body();
            assertThat(all)
                    .startsWith("{\"total\":2,\"present\":[{\"subject\":")
                    .contains(ann.id(), bob.id(), "\"since\":\"");
            assertThat(all).doesNotContain("carl");

            var first = presence("?topic=room&limit=1", SUBSCRIBERS).body();
            var next = first.replaceAll(".*\"next\":\"([0-9a-f]{32})\"}", "$1");
            var second =
                    presence("?topic=room&limit=1&after=" + next, SUBSCRIBERS).body();
            assertThat(first).containsAnyOf("ann", "bob");
            assertThat(second).contains(first.contains("\"ann\"") ? "bob" : "ann");
            assertThat(presence("?topic=empty", SUBSCRIBERS).body()).startsWith("{\"total\":0,\"present\":[]");
        }
    }

    @Test
    void callsAreChargedToTheQuota(@TempDir Path own) throws Exception {
        try (var other = new RealtimeGateway(own)) {
            var application = new String(Directories.json(2, Directories.application(A)), StandardCharsets.UTF_8);
            var narrow = application.replace("\"bytesPerDay\":0", "\"bytesPerDay\":600");
            Files.writeString(own.resolve("applications.json"), narrow);
            await().until(() -> other.running()
                            .bean(Applications.class)
                            .enabled(new ApplicationId(A))
                            .limits()
                            .bytesPerDay()
                    == 600);

            var token = RealtimeGateway.adminToken(A, "realtime:admin:manage:connections", SUBSCRIBERS, WRITE);
            assertThat(other.delete("/api/connections/" + A, token).statusCode())
                    .isEqualTo(200);
            assertThat(other.get(PRESENCE + "?topic=a", token).statusCode()).isEqualTo(200);
            assertRefused(other.delete("/api/connections/" + A, token), 429, "quota-exceeded");
            var body = "{\"topic\":\"a\",\"message\":\"" + "x".repeat(200) + "\"}";
            assertRefused(other.post(PUBLISH, token, body), 429, "quota-exceeded");
            assertThat(other.post(PUBLISH, token, "{\"topic\":\"a\",\"message\":\"x\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoMayNotAskIsRefused() throws Exception {
        assertRefused(presence("?topic=room", WRITE), 403, "forbidden");
        assertRefused(presence("", SUBSCRIBERS), 400, "malformed");
        assertRefused(presence("?topic=a*", SUBSCRIBERS), 400, "invalid-topic");
        assertRefused(presence("?topic=a&limit=0", SUBSCRIBERS), 400, "malformed");
        assertRefused(presence("?topic=a&limit=1001", SUBSCRIBERS), 400, "malformed");
        assertRefused(presence("?topic=a&limit=x", SUBSCRIBERS), 400, "malformed");
        assertRefused(
                gateway.get("/api/topics/" + B + "/presence?topic=a", RealtimeGateway.adminToken(A, SUBSCRIBERS)),
                401,
                "unauthenticated");
    }
}
