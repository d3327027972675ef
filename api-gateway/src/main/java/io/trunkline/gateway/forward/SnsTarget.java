package io.trunkline.gateway.forward;

import io.trunkline.gateway.directory.Forwarder;
import java.util.List;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** A topic of Amazon SNS, sent one message at a time. In a FIFO topic each subject's messages keep their order, and none is there twice. */
final class SnsTarget implements Target {
    private final SnsAsyncClient client;
    private final String topicArn;
    private final boolean fifo;

    SnsTarget(Aws aws, Forwarder settings) {
        this.topicArn = Aws.required(settings.topicArn(), "topicArn");
        this.fifo = topicArn.endsWith(".fifo");
        this.client = aws.client(SnsAsyncClient.builder(), settings);
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public Mono<List<Outcome>> send(List<Parcel> parcels) {
        return Mono.fromFuture(() -> client.publish(request(parcels.get(0))))
                .map(answer -> List.of(Outcome.DELIVERED))
                .onErrorResume(AwsServiceException.class, error -> Mono.just(List.of(Aws.refused(error))));
    }

    private PublishRequest request(Parcel parcel) {
        var request = PublishRequest.builder().topicArn(topicArn).message(parcel.text());
        return fifo
                ? request.messageGroupId(parcel.group())
                        .messageDeduplicationId(parcel.id())
                        .build()
                : request.build();
    }

    @Override
    public void close() {
        client.close();
    }
}
