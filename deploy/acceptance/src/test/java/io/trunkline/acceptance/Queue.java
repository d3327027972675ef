package io.trunkline.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import tools.jackson.databind.JsonNode;

/** A queue in this process that speaks as Amazon's do. */
final class Queue implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final SQSRestServer server =
            SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private final String endpoint =
            "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
    private final String queueUrl =
            call("CreateQueue", Map.of("QueueName", "inbound")).path("QueueUrl").asString();

    /** As an application's document names it. */
    Map<String, Object> forwarder() {
        return Map.of(
                "queueUrl", queueUrl,
                "region", "elasticmq",
                "accessKeyId", "x",
                "secretAccessKey", "y",
                "endpoint", endpoint);
    }

    /** What is there now, or comes within a second; it is not there any more. */
    List<String> take() {
        var received = call("ReceiveMessage", Map.of("QueueUrl", queueUrl, "WaitTimeSeconds", 1))
                .path("Messages")
                .valueStream()
                .toList();
        received.forEach(message -> call(
                "DeleteMessage",
                Map.of(
                        "QueueUrl",
                        queueUrl,
                        "ReceiptHandle",
                        message.path("ReceiptHandle").asString())));
        return received.stream().map(message -> message.path("Body").asString()).toList();
    }

    private JsonNode call(String action, Map<String, Object> parameters) {
        var request = HttpRequest.newBuilder(URI.create(endpoint + "/"))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + action)
                .POST(HttpRequest.BodyPublishers.ofString(Api.JSON.writeValueAsString(parameters)))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(action + ": " + answer.body());
            }
            return answer.body().isEmpty() ? Api.JSON.createObjectNode() : Api.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
