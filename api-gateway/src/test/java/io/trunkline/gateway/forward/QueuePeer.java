package io.trunkline.gateway.forward;

import io.trunkline.gateway.directory.Forwarder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.springframework.web.reactive.function.client.WebClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues in this process that speak as Amazon's do. */
final class QueuePeer implements AutoCloseable {
    private final ForwardThreads threads = new ForwardThreads(2);
    private final SQSRestServer server =
            SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private final int port = server.waitUntilStarted().localAddress().getPort();
    private final SqsAsyncClient client = new Aws(
                    new AwsHttp(WebClient.create()), Runnable::run, threads.timer(), Duration.ofSeconds(20))
            .client(SqsAsyncClient.builder(), settings(""));

    private Forwarder settings(String queueUrl) {
        return new Forwarder(
                "q", "sqs", "q", true, null, 0, 0, queueUrl, null, "elasticmq", "x", "y", url(), null, null);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    String create(String name) {
        return client.createQueue(queue -> queue.queueName(name)).join().queueUrl();
    }

    String createFifo(String name) {
        return client.createQueue(
                        queue -> queue.queueName(name).attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
                .join()
                .queueUrl();
    }

    /** Takes messages off a queue until they suffice. */
    List<String> take(String queueUrl, Predicate<List<String>> suffice) {
        var taken = new ArrayList<String>();
        var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!suffice.test(taken) && System.nanoTime() < until) {
            var answer = client.receiveMessage(asked ->
                            asked.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(1))
                    .join();
            for (var message : answer.messages()) {
                taken.add(message.body());
                client.deleteMessage(done -> done.queueUrl(queueUrl).receiptHandle(message.receiptHandle()))
                        .join();
            }
        }
        return taken;
    }

    /** As an application's record names it. */
    Map<String, Object> forwarder(String id, String queueUrl) {
        return Map.of(
                "forwarderId",
                id,
                "kind",
                "sqs",
                "name",
                id,
                "enabled",
                true,
                "queueUrl",
                queueUrl,
                "region",
                "elasticmq",
                "accessKeyId",
                "x",
                "secretAccessKey",
                "y",
                "endpoint",
                url());
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
        threads.close();
    }
}
