package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The vendor's demo of a backend behind a queue of Amazon's: it reads what clients send there, and answers by HTTP. */
class QueueDemoIT {
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

    @Test
    void aBackendBehindAQueueAnswersTheClientThatAsked(@TempDir Path directory) throws InterruptedException {
        var installation = Installation.in(directory.resolve("data"));
        try (var queue = new Queue();
                var platform = installation.start(Map.of("TRUNKLINE_OUTGOING_ALLOWEDPRIVATE", "127.0.0.1"))) {
            var application = Api.of(platform).create("queue", Map.of("amazonSqsForwarder", queue.forwarder()));
            assertThat(application
                            .shown()
                            .path("amazonSqsForwarder")
                            .path("queueUrl")
                            .asString())
                    .isEqualTo(queue.forwarder().get("queueUrl"));
            var url = application.webSocketUrl(application.clientToken("asker"));
            var backend = new Thread(() -> serve(queue, application), "backend");
            try (var sdk = Peer.script("sdk.mjs", "queue", url, "asker")) {
                backend.start();

                var answered = sdk.event("answered", Program.PATIENCE.multipliedBy(3));

                assertThat(answered.at("/published/type").asString()).isEqualTo("response");
                assertThat(answered.at("/published/status").asString()).isEqualTo("ok");
                assertThat(answered.at("/published/ack").asString())
                        .isEqualTo(answered.path("id").asString());
                assertThat(answered.at("/reply/data/time").asLong()).isEqualTo(1_795_225_520_415L);
                assertThat(asked.get(0).at("/client/permissions").isArray()).isTrue();
            } finally {
                backend.interrupt();
                backend.join();
            }
        }
    }

    /** As amazon-sqs-backend.js does: what it needs stands in {@code msg}, and presence is not for it. */
    private void serve(Queue queue, Application application) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                queue.take().stream()
                        .map(body -> Api.JSON.readTree(body).path("msg"))
                        .filter(message ->
                                message.at("/payload/type").asString("").equals("gettime"))
                        .forEach(message -> answer(application, message));
            } catch (IllegalStateException interrupted) {
                return;
            }
        }
    }

    private void answer(Application application, JsonNode message) {
        asked.add(message);
        var id = Api.JSON.writeValueAsString(message.path("id"));
        var subject = message.at("/client/subject").asString();
        application.publish("priv/" + subject, "{\"type\":\"response\",\"status\":\"ok\",\"ack\":" + id + "}");
        var reply = "{\"topic\":\"priv/%s\",\"messageType\":\"response\",\"message\":{\"payload\":"
                + "{\"data\":{\"time\":1795225520415},\"status\":\"ok\",\"id\":%s}}}";
        application
                .operator()
                .with(application.adminToken(Application.WRITE_ALL))
                .post("/api/topics/" + application.id() + "/publish", reply.formatted(subject, id));
    }
}
