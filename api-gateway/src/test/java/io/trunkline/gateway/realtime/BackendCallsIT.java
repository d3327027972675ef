package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.RealtimeGateway.A;
import static io.trunkline.gateway.realtime.RealtimeGateway.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.Arrival;
import io.trunkline.broker.Broker;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.QueuedOutbox;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What backends do beside publishing one message: end connections and subscriptions, publish many. */
@ExtendWith(NoLeaks.class)
class BackendCallsIT {
    private static final String CONNECTIONS = "realtime:admin:manage:connections";
    private static final String SUBSCRIBERS = "realtime:admin:manage:subscribers";
    private static final String WRITE = "realtime:publisher:write:topic:";
    private static final String UNSUBSCRIBE = "/api/topics/" + A + "/unsubscribe";
    private static final String BATCH = "/api/topics/" + A + "/publish-batch";

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

    private static HttpResponse<String> delete(String path, String... permissions) throws Exception {
        return gateway.delete(path, RealtimeGateway.adminToken(A, permissions));
    }

    private static HttpResponse<String> post(String path, String body, String... permissions) throws Exception {
        return gateway.post(path, RealtimeGateway.adminToken(A, permissions), body);
    }

    private static void assertAnswer(HttpResponse<String> answer, String body) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("/problems/" + code);
    }

    private static void assertTerminated(RealtimeGateway.Line line) throws IOException {
        var close = line.client().readClose();
        assertThat(close.code()).isEqualTo(4001);
        assertThat(close.reason()).isEqualTo("The connection was terminated!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/connections/", "/connections/"})
    void endsAConnectionAndNoOther(String path) throws Exception {
        try (var line = gateway.open(A, "ann");
                var kept = gateway.open(A, "bob")) {
            assertAnswer(delete(path + A + "/" + line.id(), CONNECTIONS), "{\"terminated\":1}");

            assertTerminated(line);
            assertRefused(delete(path + A + "/" + line.id(), CONNECTIONS), 404, "unknown-connection");
            assertThat(kept.on("still").id()).hasSize(32);
        }
    }

    @Test
    void endsTheConnectionsOfASubjectOrAllOfTheApplication() throws Exception {
        var path = "/api/connections/" + A;
        try (var ann = gateway.open(A, "ann of the office");
                var bob = gateway.open(A, "bob");
                var other = gateway.open(B, "ann of the office")) {
            assertAnswer(delete(path + "?subject=ann%20of%20the%20office", CONNECTIONS), "{\"terminated\":1}");
            assertTerminated(ann);
            assertAnswer(delete(path + "?subject=nobody", CONNECTIONS), "{\"terminated\":0}");

            assertThat(bob.on("still").id()).hasSize(32);
            assertThat(delete(path, CONNECTIONS).body()).matches("\\{\"terminated\":[1-9][0-9]*}");
            assertTerminated(bob);
            assertThat(other.on("still").id()).hasSize(32);
        }
    }

    @Test
    void leavesThePlatformsOwnLinesAlone() throws Exception {
        var forwarder = new Principal(new ApplicationId(A), "exit", Permissions.NONE);
        var line = gateway.running().bean(Broker.class).connect(Arrival.of(forwarder, new QueuedOutbox(1000)));
        line.subscribe(TopicFilter.exact(Topic.of("chat")), SubscriptionOptions.DEFAULT);

        assertRefused(delete("/api/connections/" + A + "/" + line.id(), CONNECTIONS), 404, "unknown-connection");
        assertAnswer(delete("/api/connections/" + A + "?subject=exit", CONNECTIONS), "{\"terminated\":0}");
        var order = "{\"topicPatterns\":[\"*\"],\"subject\":\"exit\"}";
        assertAnswer(post(UNSUBSCRIBE, order, SUBSCRIBERS), "{\"connections\":0,\"subscriptions\":0}");

        assertThat(line.subscriptions()).hasSize(1);
        line.close(Reason.TERMINATED);
    }

    @Test
    void nobodyReachesTheConnectionsOfAnotherApplication() throws Exception {
        try (var other = gateway.open(B, "bob")) {
            var here = "/api/connections/" + A + "/" + other.id();
            var there = "/api/connections/" + B + "/" + other.id();

            assertRefused(delete(here, CONNECTIONS), 404, "unknown-connection");
            assertRefused(delete(there, CONNECTIONS), 401, "unauthenticated");
            assertRefused(delete("/api/connections/" + B, CONNECTIONS), 401, "unauthenticated");
            assertThat(other.on("still").id()).hasSize(32);
        }
    }

    @Test
    void withoutThePermissionNothingIsEnded() throws Exception {
        try (var line = gateway.open(A, "ann").on("news")) {
            var order = "{\"topicPatterns\":[\"*\"],\"subject\":\"ann\"}";

            assertRefused(
                    delete("/api/connections/" + A + "/" + line.id(), SUBSCRIBERS, WRITE + "*"), 403, "forbidden");
            assertRefused(delete("/api/connections/" + A, SUBSCRIBERS, WRITE + "*"), 403, "forbidden");
            assertRefused(post(UNSUBSCRIBE, order, CONNECTIONS, WRITE + "*"), 403, "forbidden");

            post("/api/topics/" + A + "/publish", "{\"topic\":\"news\",\"message\":1}", WRITE + "*");
            assertThat(line.next()).contains("\"topic\":\"news\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/topics/", "/topics/"})
    void endsTheSubscriptionsOfASubjectThatMatch(String path) throws Exception {
        var read = "realtime:subscriber:read:topic:secure/*";
        var order = "{\"topicPatterns\":[\"chat/*\",\"!chat/kept\",\"SECURE/x\",\"priv/*\"],\"subject\":\"ann\"}";
        try (var ann = gateway.open(A, "ann", read);
                var bob = gateway.open(A, "bob")) {
            for (var topic : new String[] {"chat/1", "chat/kept", "secure/x", "secure/y"}) {
                ann.on(topic);
            }
            bob.on("chat/1");

            assertAnswer(
                    post(path + A + "/unsubscribe", order, SUBSCRIBERS), "{\"connections\":1,\"subscriptions\":2}");

            for (var topic :
                    new String[] {"chat/1", "secure/x", "chat/kept", "secure/y", "priv/ann", "priv/" + ann.id()}) {
                post("/api/topics/" + A + "/publish", "{\"topic\":\"" + topic + "\",\"message\":1}", WRITE + "*");
            }
            for (var topic : new String[] {"chat/kept", "secure/y", "priv/ann", "priv/" + ann.id()}) {
                assertThat(ann.next()).contains("\"topic\":\"" + topic + "\"");
            }
            assertThat(bob.next()).contains("\"topic\":\"chat/1\"");
        }
    }

    @Test
    void anOrderToUnsubscribeThatCannotBeIsRefused() throws Exception {
        var many = "\"a\",".repeat(50) + "\"a\"";
        for (var body : new String[] {
            "",
            "[]",
            "{\"topicPatterns\":[\"a\"]}",
            "{\"topicPatterns\":[\"a\"],\"subject\":\"\"}",
            "{\"topicPatterns\":[\"a\"],\"subject\":7}",
            "{\"topicPatterns\":[],\"subject\":\"ann\"}",
            "{\"topicPatterns\":\"a\",\"subject\":\"ann\"}",
            "{\"topicPatterns\":[1],\"subject\":\"ann\"}",
            "{\"topicPatterns\":[\"" + "x".repeat(1025) + "\"],\"subject\":\"ann\"}",
            "{\"topicPatterns\":[" + many + "],\"subject\":\"ann\"}",
            "{\"topicPatterns\":[\"a\"],\"subject\":\"ann\""
        }) {
            assertRefused(post(UNSUBSCRIBE, body, SUBSCRIBERS), 400, "malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/topics/", "/topics/"})
    void publishesABatchInOrderEachByItself(String path) throws Exception {
        var batch = """
                {"messages": [ {"topic":"news","message":{"a": "]}"},"id":"1"},
                  {"topic":"forbidden","message":1}, {"topic":"news"}, 7, ["news"], {"topic":"news","message":"%s"},
                  {"topic":"news","message":"é","messageType":"m","id":"2"} ], "more": [{}]}""".formatted("x".repeat(5200));
        try (var line = gateway.open(A, "ann").on("news")) {
            var answer = post(path + A + "/publish-batch", batch, WRITE + "news");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()
                            .replaceAll("\"time\":\"[^\"]*\"", "\"time\":T")
                            .replaceAll(",\"(title|detail)\":\"[^\"]*\"", ""))
                    .isEqualTo("{\"results\":[{\"published\":{\"id\":\"1\",\"time\":T,\"subscribers\":1}},"
                            + "{\"problem\":{\"type\":\"/problems/forbidden-publish\",\"status\":403}},"
                            + "{\"problem\":{\"type\":\"/problems/malformed\",\"status\":400}},".repeat(3)
                            + "{\"problem\":{\"type\":\"/problems/too-large\",\"status\":413}},"
                            + "{\"published\":{\"id\":\"2\",\"time\":T,\"subscribers\":1}}]}");
            assertThat(line.next()).endsWith("\"data\":{\"a\": \"]}\"}}");
            assertThat(line.next()).isEqualTo("{\"topic\":\"news\",\"messageType\":\"m\",\"data\":\"é\"}");
        }
    }

    @Test
    void aBatchThatCannotBeReadPublishesNothing() throws Exception {
        var one = "{\"topic\":\"news\",\"message\":1}";
        try (var line = gateway.open(A, "ann").on("news")) {
            for (var body :
                    new String[] {"", "[]", "{}", "{\"messages\":{}}", "{\"messages\":[]}", "{\"messages\":[" + one}) {
                assertRefused(post(BATCH, body, WRITE + "*"), 400, "malformed");
            }
            assertRefused(
                    post(BATCH, "{\"messages\":[" + (one + ",").repeat(100) + one + "]}", WRITE + "*"),
                    413,
                    "too-large");
            assertRefused(
                    post(BATCH, "{\"messages\":[" + one + "]}" + " ".repeat(256 << 10), WRITE + "*"), 413, "too-large");

            post(BATCH, "{\"messages\":[" + one.replace("1", "2") + "]}", WRITE + "*");
            assertThat(line.next()).endsWith("\"data\":2}");
        }
    }

    @Test
    void aBodyThatIsFarTooLargeIsToldSoOnAConnectionThatGoesOn() throws Exception {
        var publish = "/api/topics/" + A + "/publish";
        var body = "{\"topic\":\"news\",\"message\":\"" + "x".repeat(10_000_000) + "\"}";

        assertRefused(post(publish, body, WRITE + "*"), 413, "too-large");

        try (var client = new WireClient(gateway.port(), 0)) {
            var head = "POST " + publish + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + RealtimeGateway.adminToken(A, WRITE + "*") + "\r\nContent-Length: ";
            client.send((head + "1000000\r\n\r\n").getBytes(StandardCharsets.UTF_8), new byte[1_000_000]);
            assertThat(client.answer().status()).isEqualTo(413);

            var small = "{\"topic\":\"news\",\"message\":1}";
            client.send((head + small.length() + "\r\n\r\n" + small).getBytes(StandardCharsets.UTF_8));
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatDoesNotEndIsCutOff() throws Exception {
        try (var client = new WireClient(gateway.port(), 0)) {
            var head = "POST /api/topics/" + A + "/publish HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + RealtimeGateway.adminToken(A, WRITE + "*") + "\r\nContent-Length: 9999999999\r\n\r\n";
            client.send(head.getBytes(StandardCharsets.UTF_8));

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.head()).containsIgnoringCase("\r\nconnection: close\r\n");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE /api/connections/", "DELETE /connections/", "POST /api/topics/", "POST /topics/"})
    void browsersOfAnyOriginMayCall(String call) throws IOException {
        var method = call.substring(0, call.indexOf(' '));
        var path = call.substring(call.indexOf('/')) + A + (method.equals("POST") ? "/publish-batch" : "");
        try (var client = new WireClient(gateway.port(), 0)) {
            var head = Stream.of(
                    "OPTIONS " + path + " HTTP/1.1",
                    "Host: localhost",
                    "Origin: https://anywhere.example",
                    "Access-Control-Request-Method: " + method,
                    "Access-Control-Request-Headers: authorization,content-type,idempotency-key",
                    "",
                    "");
            client.send(String.join("\r\n", head.toList()).getBytes(StandardCharsets.UTF_8));

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head())
                    .containsIgnoringCase("access-control-allow-origin: *")
                    .containsIgnoringCase("idempotency-key");
        }
    }
}
