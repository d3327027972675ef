package io.trunkline.admin.forwarding;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen about a forwarder; stored as one document. What its kind has no use for is absent. Its text form leaves
 * the secrets out, so that no log line can hold them.
 *
 * @param deadLetterTopic where what cannot be delivered is published; absent: nowhere
 * @param maxAttempts how often one message is tried
 * @param bufferBytes how much may wait on each gateway
 * @param queueUrl of SQS
 * @param topicArn of SNS
 * @param endpoint an address to be used instead of Amazon's own
 * @param url of a webhook
 * @param secret signs what a webhook is sent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ForwarderSettings(
        Kind kind,
        String name,
        boolean enabled,
        @Nullable String deadLetterTopic,
        int maxAttempts,
        int bufferBytes,
        @Nullable String queueUrl,
        @Nullable String topicArn,
        @Nullable String region,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        @Nullable String endpoint,
        @Nullable String url,
        @Nullable String secret) {

    /** The same without what is never shown again; {@code fresh} is a secret to be shown this once. */
    ForwarderSettings shown(@Nullable String fresh) {
        return new ForwarderSettings(
                kind,
                name,
                enabled,
                deadLetterTopic,
                maxAttempts,
                bufferBytes,
                queueUrl,
                topicArn,
                region,
                accessKeyId,
                null,
                endpoint,
                url,
                fresh);
    }

    @Override
    public String toString() {
        return "ForwarderSettings[kind=" + kind + ", name=" + name + ", enabled=" + enabled + "]";
    }
}
