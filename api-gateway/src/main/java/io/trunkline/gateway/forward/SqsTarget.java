package io.trunkline.gateway.forward;

import io.trunkline.gateway.directory.Forwarder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** A queue of Amazon SQS, sent up to ten messages in one call. In a FIFO queue each subject's messages keep their order, and none is there twice. */
final class SqsTarget implements Target {
    private static final int MOST = 10;

    private final SqsAsyncClient client;
    private final String queueUrl;
    private final boolean fifo;

    SqsTarget(Aws aws, Forwarder settings) {
        this.queueUrl = Aws.required(settings.queueUrl(), "queueUrl");
        this.fifo = queueUrl.endsWith(".fifo");
        this.client = aws.client(SqsAsyncClient.builder(), settings);
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public Mono<List<Outcome>> send(List<Parcel> parcels) {
        return Mono.fromFuture(() -> client.sendMessageBatch(request(parcels)))
                .map(answer -> outcomes(answer, parcels.size()))
                .onErrorResume(
                        AwsServiceException.class,
                        error -> Mono.just(
                                parcels.stream().map(each -> Aws.refused(error)).toList()));
    }

    private SendMessageBatchRequest request(List<Parcel> parcels) {
        return SendMessageBatchRequest.builder()
                .queueUrl(queueUrl)
                .entries(IntStream.range(0, parcels.size())
                        .mapToObj(i -> entry(i, parcels.get(i)))
                        .toList())
                .build();
    }

    private SendMessageBatchRequestEntry entry(int number, Parcel parcel) {
        var entry = SendMessageBatchRequestEntry.builder()
                .id(String.valueOf(number))
                .messageBody(parcel.text());
        return fifo
                ? entry.messageGroupId(parcel.group())
                        .messageDeduplicationId(parcel.id())
                        .build()
                : entry.build();
    }

    private static List<Outcome> outcomes(SendMessageBatchResponse answer, int count) {
        var outcomes = new ArrayList<Outcome>();
        for (var i = 0; i < count; i++) {
            outcomes.add(Outcome.again("not answered"));
        }
        answer.successful().forEach(entry -> outcomes.set(Integer.parseInt(entry.id()), Outcome.DELIVERED));
        answer.failed().forEach(entry -> outcomes.set(Integer.parseInt(entry.id()), refused(entry)));
        return outcomes;
    }

    private static Outcome refused(BatchResultErrorEntry entry) {
        var reason = Aws.reason(entry.code());
        var lasting = Boolean.TRUE.equals(entry.senderFault()) && !reason.contains("Throttl");
        return lasting ? Outcome.never(reason) : Outcome.again(reason);
    }

    @Override
    public void close() {
        client.close();
    }
}
