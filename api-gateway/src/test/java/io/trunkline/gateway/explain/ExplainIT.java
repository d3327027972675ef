package io.trunkline.gateway.explain;

import static io.trunkline.gateway.explain.ExplainGateway.A;
import static io.trunkline.gateway.explain.ExplainGateway.POOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Payload;
import io.trunkline.broker.topic.Topic;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every verdict, brought about by clients on their sockets. */
class ExplainIT {
    @TempDir
    private static Path directory;

    private static ExplainGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new ExplainGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static Listener listener(String subject, String... permissions) throws InterruptedException {
        return new Listener(gateway.line(A, subject, permissions));
    }

    @Test
    void aWebSocketGotItOrWasNotSubscribed() throws Exception {
        try (var ann = listener("ann");
                var bob = listener("bob")) {
            ann.subscribe("chat");
            gateway.publish("chat", "ws-1");
            ann.next();
            bob.subscribe("chat");

            var delivered = gateway.explain(ann.id(), "ws-1");
            var missed = gateway.explain(bob.id(), "ws-1");

            assertThat(delivered.path("verdict").asString()).isEqualTo("delivered");
            assertThat(delivered.at("/message/topic").asString()).isEqualTo("chat");
            assertThat(delivered.at("/message/deliveries").asInt()).isEqualTo(1);
            assertThat(delivered.at("/connection/subject").asString()).isEqualTo("ann");
            assertThat(delivered.at("/connection/subscriptions").toString()).contains("\"chat\"");
            assertThat(stations(delivered)).isEqualTo("admit record match offer drain");
            assertThat(missed.path("reason").asString()).isEqualTo("no-subscription");
            assertThat(missed.path("text").asString()).contains("subscribed to chat only at");
            assertThat(stations(missed)).isEqualTo("admit record match");
            assertThat(delivered.toString()).doesNotContain("hello");
        }
    }

    @Test
    void itWasTooLargeForTheDoor() throws Exception {
        try (var ann = listener("large")) {
            var answer = gateway.publish(
                    A,
                    ExplainGateway.backend(A, "realtime:publisher:write:topic:*"),
                    Map.of("topic", "chat", "id", "large-1", "message", "x".repeat(5_200)));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
            gateway.says(ann.id(), "large-1", "not-delivered", "too-large");
        }
    }

    private static String stations(JsonNode answer) {
        return String.join(
                " ",
                answer.path("steps")
                        .valueStream()
                        .map(step -> step.path("station").asString())
                        .toList());
    }

    @Test
    void aStreamOfEventsGotIt() throws Exception {
        var address = URI.create("http://127.0.0.1:" + gateway.port() + "/apps/" + A
                + "/events?topic=news&access_token=" + ExplainGateway.client(A, "reader"));
        var answer = ExplainGateway.HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
        try (var body = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            var id = gateway.idOf("reader");
            gateway.publish("news", "sse-1");

            var line = body.readLine();
            while (!line.contains("hello")) {
                line = body.readLine();
            }

            var said = gateway.says(id, "sse-1", "delivered", "delivered");
            assertThat(said.at("/connection/kind").asString()).isEqualTo("events");
        }
    }

    @Test
    void permissionWasMissing() throws Exception {
        try (var ann = listener("no-right")) {
            assertThat(ann.subscribe("secure/room")).contains("forbidden-subscribe");
            gateway.publish("secure/room", "perm-1");

            gateway.says(ann.id(), "perm-1", "not-delivered", "permission");
        }
    }

    @Test
    void thePublisherOrTheSubscriptionLeftItOut() throws Exception {
        var device = gateway.device("own", 10);
        device.subscribeWith().topicFilter("mine").noLocal(true).send();
        ExplainGateway.send(device, "mine", "own-1", MqttQos.AT_LEAST_ONCE);
        try (var ann = listener("left-out")) {
            ann.subscribe("chat2");
            var body = Map.of("topic", "chat2", "message", "x", "id", "ex-1", "excludeConnection", ann.id());
            gateway.publish(A, ExplainGateway.backend(A, Permissions.PUBLISH + "*"), body);

            gateway.says(gateway.idOf("own"), "own-1", "not-delivered", "no-local");
            gateway.says(ann.id(), "ex-1", "not-delivered", "excluded");
        }
        device.disconnect();
    }

    @Test
    void itWasRefusedWhenItWasPublished() throws Exception {
        try (var ann = listener("refused")) {
            var body = Map.of("topic", "chat", "message", "x", "id", "no-1");
            assertThat(gateway.publish(A, ExplainGateway.backend(A), body).statusCode())
                    .isEqualTo(403);
            gateway.says(ann.id(), "no-1", "not-delivered", "forbidden-publish");
        }
        var large = Map.of("topic", "chat", "message", "x".repeat(100), "id", "no-2");
        assertThat(gateway.publish(POOR, ExplainGateway.backend(POOR, Permissions.PUBLISH + "*"), large)
                        .statusCode())
                .isEqualTo(429);
        var said = gateway.ask(POOR, AdminPeer.OPERATOR, "?message=no-2");
        assertThat(said.body()).contains("\"reason\":\"quota-exceeded\"", "\"verdict\":\"not-delivered\"");
    }

    @Test
    void theRepeatCameAfterTheConnectionButTheMessageBefore() throws Exception {
        var body = Map.of("topic", "chat3", "message", "x", "id", "dup-1");
        var token = ExplainGateway.backend(A, Permissions.PUBLISH + "*");
        gateway.publish(A, token, body, "Idempotency-Key", "k1");
        try (var ann = listener("too-late")) {
            ann.subscribe("chat3");
            assertThat(gateway.publish(A, token, body, "Idempotency-Key", "k1").body())
                    .contains("\"repeat\":true");

            gateway.says(ann.id(), "dup-1", "not-delivered", "duplicate");
        }
    }

    @Test
    void theConnectionCameLaterOrHadEnded() throws Exception {
        String gone;
        try (var ann = listener("brief")) {
            ann.subscribe("chat4");
            gone = ann.id();
        }
        await().until(() -> gateway.broker().connections().find(new ApplicationId(A), gone) == null);
        gateway.publish("chat4", "when-1");
        try (var late = listener("late")) {
            gateway.says(gone, "when-1", "not-delivered", "connection-ended");
            gateway.says(late.id(), "when-1", "not-delivered", "not-connected");
        }
    }

    @Test
    void theClientReadsTooSlowly() throws Exception {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            var target = gateway.line(A, "slow");
            socket.getOutputStream()
                    .write(("GET " + target.getPath() + "?" + target.getRawQuery() + " HTTP/1.1\r\nHost: x\r\n"
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            await().until(() -> gateway.broker()
                    .connections()
                    .of(new ApplicationId(A))
                    .anyMatch(line -> line.principal().subject().equals("slow")));
            var id = gateway.idOf("slow");
            var sent = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        flood("slow-", sent);
                        return gateway.broker().connections().find(new ApplicationId(A), id) == null;
                    });

            assertThat(reasons(id, "slow-", sent.get())).contains("slow-reader");
        }
    }

    /** On a topic that every connection hears. */
    private static void flood(String prefix, AtomicInteger sent) {
        var publisher =
                new Principal(new ApplicationId(A), "flood", Permissions.of(List.of(Permissions.PUBLISH + "*")));
        var payload = Payload.text("x".repeat(5_000));
        for (var i = 0; i < 20; i++) {
            gateway.broker()
                    .publish(publisher, Topic.of("main"), Message.of(payload).withId(prefix + sent.incrementAndGet()))
                    .block(Duration.ofSeconds(10));
        }
    }

    private static List<String> reasons(String connection, String prefix, int last) throws Exception {
        var reasons = new java.util.ArrayList<String>();
        for (var i = last; i > Math.max(0, last - 60); i--) {
            reasons.add(gateway.explain(connection, prefix + i).path("reason").asString());
        }
        return reasons;
    }

    @Test
    void whatNobodyKnowsIsUnknown() throws Exception {
        try (var ann = listener("asker")) {
            gateway.publish("chat5", "known");

            gateway.says("0".repeat(32), "known", "unknown", "unknown-connection");
            assertThat(gateway.explain(ann.id(), "never-published")
                            .path("verdict")
                            .asString())
                    .isEqualTo("unknown");
        }
    }
}
