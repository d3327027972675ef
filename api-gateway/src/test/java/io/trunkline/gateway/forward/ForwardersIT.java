package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.RunningGateway;
import io.trunkline.gateway.directory.Application;
import io.trunkline.gateway.directory.Directories;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ForwardersIT {
    private static final String A = "a".repeat(32);
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicLong VERSION = new AtomicLong(1);

    @TempDir
    private Path directory;

    private RunningGateway gateway;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private void start(Object... forwarders) {
        gateway = RunningGateway.start(
                directory,
                List.of(application(forwarders)),
                "trunkline.outgoing.allowed-private=127.0.0.1",
                "trunkline.forward.first-pause=20ms",
                "trunkline.forward.longest-pause=100ms");
        await().until(() -> lines() == enabled(forwarders));
    }

    private static long enabled(Object... forwarders) {
        return List.of(forwarders).stream()
                .filter(forwarder -> ((Map<?, ?>) forwarder).get("enabled").equals(true))
                .count();
    }

    private long lines() {
        var connections = gateway.bean(LocalBroker.class).connections();
        return connections
                .all()
                .filter(line -> line.principal().subject().startsWith("forwarder/"))
                .count();
    }

    /** What the admin-service would tell of a change. */
    private void change(Object... forwarders) throws IOException {
        var draft =
                Files.write(directory.resolve("draft.json"), Directories.json(VERSION.get(), application(forwarders)));
        Files.move(
                draft,
                directory.resolve("applications.json"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static Application application(Object... forwarders) {
        return Directories.with(
                Directories.application(A),
                Map.of(
                        "version",
                        VERSION.incrementAndGet(),
                        "enableWebSocketInboundTopic",
                        false,
                        "forwarders",
                        List.of(forwarders)));
    }

    private static Map<String, Object> webhook(String id, String url, Object... more) {
        var forwarder = new HashMap<String, Object>(
                Map.of("forwarderId", id, "kind", "webhook", "name", id, "enabled", true, "url", url, "secret", "shh"));
        for (var i = 0; i < more.length; i += 2) {
            forwarder.put((String) more[i], more[i + 1]);
        }
        return forwarder;
    }

    private double count(String kind, String outcome) {
        return gateway.bean(MeterRegistry.class)
                .counter("trunkline.forward.messages", "kind", kind, "outcome", outcome)
                .count();
    }

    private static List<String> ids(List<String> bodies) {
        return bodies.stream()
                .map(body -> JSON.readTree(body).get("id").stringValue())
                .toList();
    }

    @Test
    void aQueueGetsWhatClientsSendInTheFormThatItsReadersExpect() {
        try (var queues = new QueuePeer()) {
            var queue = queues.create("inbound");
            start(queues.forwarder("f1", queue));
            try (var client = new Client(gateway, A, "me", "x:y")) {
                client.message("m1", "{\"time\":1795225520415}");

                JsonNode body = JSON.readTree(theMessage(
                        queues.take(queue, bodies -> bodies.toString().contains("\"id\":\"m1\"")), "m1"));

                assertThat(body.get("client").get("subject").stringValue()).isEqualTo("me");
                assertThat(body.get("client").get("connectionId").stringValue()).matches("[0-9a-f]{32}");
                assertThat(body.get("client").get("permissions").get(0).stringValue())
                        .isEqualTo("x:y");
                assertThat(body.get("payload").get("time").longValue()).isEqualTo(1_795_225_520_415L);
                assertThat(body.get("id").stringValue()).isEqualTo("m1");
                for (var field : List.of("client", "payload", "id")) {
                    assertThat(body.get("msg").get(field)).isEqualTo(body.get(field));
                }
            }
        }
    }

    /** Presence events travel the same way. */
    private static String theMessage(List<String> bodies, String id) {
        return bodies.stream()
                .filter(body -> body.contains("\"id\":\"" + id + "\""))
                .findFirst()
                .orElseThrow(() -> new AssertionError(bodies));
    }

    @Test
    void aFifoQueueKeepsTheOrderOfASubjectEvenWhereIdsComeTwice() {
        try (var queues = new QueuePeer()) {
            var queue = queues.createFifo("inbound.fifo");
            start(queues.forwarder("f1", queue));
            try (var client = new Client(gateway, A, "me")) {
                IntStream.range(0, 30).forEach(i -> client.message("same", String.valueOf("\"n" + i + "\"")));

                var payloads = queues.take(queue, bodies -> bodies.toString().contains("\"n29\"")).stream()
                        .map(body -> JSON.readTree(body).get("payload").asString(""))
                        .filter(payload -> payload.startsWith("n"))
                        .toList();

                assertThat(payloads)
                        .isEqualTo(IntStream.range(0, payloads.size())
                                .mapToObj(i -> "n" + i)
                                .toList())
                        .hasSize(30);
            }
        }
    }

    @Test
    void aTopicOfSnsIsPublishedTo() {
        try (var sns = new HttpPeer().answering(request -> new HttpPeer.Answer(200, """
                <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>
                <MessageId>1</MessageId></PublishResult></PublishResponse>"""))) {
            start(Map.of(
                    "forwarderId",
                    "f1",
                    "kind",
                    "sns",
                    "name",
                    "n",
                    "enabled",
                    true,
                    "topicArn",
                    "arn:aws:sns:eu-west-1:123456789012:inbound",
                    "region",
                    "eu-west-1",
                    "accessKeyId",
                    "x",
                    "secretAccessKey",
                    "y",
                    "endpoint",
                    sns.url()));
            try (var client = new Client(gateway, A, "me")) {
                client.message("m1", "\"hello\"");

                await().until(() -> sns.bodies().stream().anyMatch(body -> body.contains("hello")));
                var form = URLDecoder.decode(
                        sns.bodies().stream()
                                .filter(body -> body.contains("hello"))
                                .findFirst()
                                .orElseThrow(),
                        StandardCharsets.UTF_8);
                assertThat(form)
                        .contains("Action=Publish", "TopicArn=arn:aws:sns:eu-west-1:123456789012:inbound")
                        .contains("\"payload\":\"hello\",\"id\":\"m1\",\"msg\":{\"client\":{");
                await().until(() -> count("sns", "delivered") >= 1);
            }
        }
    }

    @Test
    void aWebhookGetsSignedRequestsAndAgainWhatItCouldNotTake() {
        var left = new AtomicLong(2);
        try (var hook = new HttpPeer()
                .answering(request -> request.body().contains("m1") && left.getAndDecrement() > 0
                        ? new HttpPeer.Answer(503, "busy")
                        : new HttpPeer.Answer(200, "thanks"))) {
            start(webhook("f1", hook.url() + "/hook?a=b"));
            try (var client = new Client(gateway, A, "me")) {
                client.message("m1", "\"hello\"");
                client.message("m2", "\"again\"");
                await().until(() -> hook.requests().stream()
                        .anyMatch(request -> request.body().contains("m2")));
            }
            var sent = hook.requests().stream()
                    .filter(request -> request.body().contains("\"id\":\"m"))
                    .toList();

            assertThat(ids(sent.stream().map(HttpPeer.Request::body).toList())).containsExactly("m1", "m1", "m1", "m2");
            assertThat(sent.subList(0, 3).stream().map(HttpPeer.Request::id).distinct())
                    .hasSize(1);
            assertThat(sent).allSatisfy(request -> {
                assertThat(request.contentType()).isEqualTo("application/json");
                var seconds = Long.parseLong(request.signature().replaceAll("t=(\\d+),.*", "$1"));
                assertThat(request.signature())
                        .isEqualTo(Signature.of("shh", seconds, request.body().getBytes(StandardCharsets.UTF_8)));
            });
        }
    }

    @Test
    void whatIsSentDuringAnOutageArrivesAfterIt() {
        int port;
        try (var hook = new HttpPeer()) {
            port = hook.port();
        }
        start(webhook("f1", "http://127.0.0.1:" + port, "maxAttempts", 20));
        try (var client = new Client(gateway, A, "me")) {
            client.message("m1", "\"hello\"");
            await().until(() -> client.heard("\"data\":{\"data\":\"m1\"}"));
            await().until(() -> count("webhook", "retried") >= 2);

            try (var hook = new HttpPeer(port)) {
                await().until(() -> hook.bodies().stream().anyMatch(body -> body.contains("\"id\":\"m1\"")));
            }
        }
    }

    @Test
    void whatIsRefusedForGoodGoesToTheDeadLetterTopic() {
        try (var hook = new HttpPeer().answering(request -> new HttpPeer.Answer(400, "no"))) {
            start(webhook("f1", hook.url(), "deadLetterTopic", "secure/dead"));
            try (var backend = new Client(gateway, A, "backend", "realtime:subscriber:read:topic:secure/dead");
                    var client = new Client(gateway, A, "me")) {
                backend.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"secure/dead\"}}");
                await().until(() -> backend.heard("\"topic\":\"secure/dead\",\"messageType\":\"welcome\""));

                client.message("m1", "\"" + "x".repeat(5_000) + "\"");

                await().until(() -> backend.heard("\"id\":\"m1\""));
                var letter = JSON.readTree(backend.heard().stream()
                        .filter(text -> text.contains("\"id\":\"m1\""))
                        .findFirst()
                        .orElseThrow());
                assertThat(letter.get("messageType").stringValue()).isEqualTo("dead-letter");
                assertThat(letter.get("data").get("reason").stringValue()).isEqualTo("HTTP 400");
                assertThat(letter.get("data").get("message").get("payload").stringValue())
                        .hasSize(5_000);
                assertThat(letter.get("data")
                                .get("message")
                                .get("client")
                                .get("subject")
                                .stringValue())
                        .isEqualTo("me");
            }
        }
    }

    @Test
    void aChangeIsInForceWithinAMomentAndLeavesOthersAlone() throws IOException {
        try (var first = new HttpPeer();
                var second = new HttpPeer()) {
            start(webhook("f1", first.url()), webhook("f2", second.url()));
            var undisturbed = lineOf("f2");
            try (var client = new Client(gateway, A, "me")) {
                client.message("m1", "\"1\"");
                await().until(() -> first.bodies().toString().contains("m1")
                        && second.bodies().toString().contains("m1"));

                change(webhook("f1", first.url(), "enabled", false), webhook("f2", second.url()));
                await().until(() -> lines() == 1);
                client.message("m2", "\"2\"");
                await().until(() -> second.bodies().toString().contains("m2"));
                assertThat(first.bodies().toString()).doesNotContain("m2");
                assertThat(lineOf("f2")).isEqualTo(undisturbed);

                change(webhook("f1", first.url()), webhook("f2", second.url()));
                await().until(() -> lines() == 2);
                client.message("m3", "\"3\"");
                await().until(() -> first.bodies().toString().contains("m3"));

                change();
                await().until(() -> lines() == 0);
            }
        }
    }

    private String lineOf(String forwarder) {
        return gateway.bean(LocalBroker.class)
                .connections()
                .all()
                .filter(line -> line.principal().subject().equals("forwarder/" + forwarder))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void aReceiverThatHangsHoldsUpNobodyAndWhatFindsNoRoomIsCounted() {
        var free = new CountDownLatch(1);
        try (var hook = new HttpPeer().answering(request -> {
            try {
                free.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new HttpPeer.Answer(200, "");
        })) {
            start(webhook("f1", hook.url(), "bufferBytes", 16_384));
            try (var client = new Client(gateway, A, "me")) {
                IntStream.range(0, 100).forEach(i -> client.message("m" + i, "\"" + "x".repeat(1_000) + "\""));

                await().until(() -> client.heard("\"data\":{\"data\":\"m99\"}"));
                assertThat(count("webhook", "dropped")).isBetween(75.0, 95.0);
                assertThat(gateway.bean(MeterRegistry.class)
                                .get("trunkline.forward.waiting")
                                .tag("kind", "webhook")
                                .gauge()
                                .value())
                        .isBetween(10_000.0, 16_384.0);
            } finally {
                free.countDown();
            }
        }
    }

    @Test
    void nothingBehindTheGatewayIsCalledAndTheDeadLetterSaysSo() {
        try (var hook = new HttpPeer()) {
            var elsewhere = "http://127.0.0.2:" + hook.port();
            var queue = new HashMap<String, Object>(webhook("f2", elsewhere, "deadLetterTopic", "dead"));
            queue.putAll(Map.of("kind", "sqs", "queueUrl", elsewhere + "/1/q", "region", "eu-west-1"));
            queue.putAll(Map.of("accessKeyId", "x", "secretAccessKey", "y", "endpoint", elsewhere));
            start(webhook("f1", elsewhere, "deadLetterTopic", "dead"), queue);
            try (var client = new Client(gateway, A, "me")) {
                client.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"dead\"}}");
                client.message("m1", "\"hello\"");

                await().until(() -> letters(client, "webhook") == 1 && letters(client, "sqs") == 1);
                assertThat(hook.requests()).isEmpty();
                assertThat(notAllowed("webhook")).isPositive();
                assertThat(notAllowed("sqs")).isPositive();
            }
        }
    }

    private static long letters(Client client, String kind) {
        return client.heard().stream()
                .filter(text -> text.contains("{\"reason\":\"address-not-allowed\",\"attempts\":1,"))
                .filter(text -> text.contains("\"kind\":\"" + kind + "\"") && text.contains("\"id\":\"m1\""))
                .count();
    }

    private double notAllowed(String kind) {
        return gateway.bean(MeterRegistry.class)
                .counter("trunkline.forward.address.not.allowed", "kind", kind)
                .count();
    }

    @Test
    void whatWaitsGoesOutBeforeTheGatewayEnds() {
        try (var hook = new HttpPeer().answering(request -> {
            await().until(gateway::isEnding);
            return new HttpPeer.Answer(200, "");
        })) {
            start(webhook("f1", hook.url()));
            try (var client = new Client(gateway, A, "me")) {
                IntStream.range(0, 5).forEach(i -> client.message("m" + i, "\"" + i + "\""));
                await().until(() -> client.heard("\"data\":{\"data\":\"m4\"}"));
            }

            gateway.close();

            assertThat(hook.bodies().toString()).contains("\"id\":\"m4\"");
        }
    }

    @Test
    void whatNoQueueTakesIsADeadLetterWithAmazonsReasonAndOtherQueuesGoOn() throws IOException {
        try (var queues = new QueuePeer()) {
            var queue = queues.create("there");
            var lost = new HashMap<>(queues.forwarder("f1", queues.url() + "/000000000000/nowhere"));
            lost.put("deadLetterTopic", "dead");
            start(lost, queues.forwarder("f2", queue));
            try (var client = new Client(gateway, A, "me")) {
                client.send("{\"type\":\"subscribe\",\"data\":{\"topic\":\"dead\"}}");
                client.message("m1", "\"1\"");
                await().until(() -> client.heard("\"id\":\"m1\""));
                assertThat(client.heard("\"data\":{\"reason\":\"QueueDoesNotExist 400\",\"attempts\":1,"))
                        .as("%s", client.heard())
                        .isTrue();

                change(queues.forwarder("f2", queue));
                await().until(() -> lines() == 1);
                client.message("m2", "\"2\"");

                assertThat(queues.take(queue, bodies -> bodies.toString().contains("\"id\":\"m2\""))
                                .toString())
                        .contains("\"id\":\"m1\"", "\"id\":\"m2\"");
            }
        }
    }

    @Test
    void aForwarderListensAgainWhenItsLineWasClosed() {
        try (var hook = new HttpPeer()) {
            start(webhook("f1", hook.url()));
            var first = lineOf("f1");
            gateway.bean(LocalBroker.class)
                    .connections()
                    .all()
                    .filter(line -> line.id().equals(first))
                    .findFirst()
                    .orElseThrow()
                    .close(Reason.TERMINATED);
            await().until(() -> lines() == 1);
            assertThat(lineOf("f1")).isNotEqualTo(first);
            try (var client = new Client(gateway, A, "me")) {
                client.message("m1", "\"1\"");
                await().until(() -> hook.bodies().toString().contains("\"id\":\"m1\""));
            }
        }
    }
}
