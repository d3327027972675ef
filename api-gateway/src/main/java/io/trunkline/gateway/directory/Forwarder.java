package io.trunkline.gateway.directory;

import org.jspecify.annotations.Nullable;

/**
 * Where an application's inbound messages go outside the platform, as its owner configured it; what its kind has no use for is null. It has secrets, which
 * its text form leaves out.
 *
 * @param kind {@code sqs}, {@code sns} or {@code webhook}; any other is not served by this gateway
 * @param deadLetterTopic where what cannot be delivered is published; null for nowhere
 * @param maxAttempts how often one message is tried
 * @param bufferBytes how much may wait
 * @param endpoint called instead of Amazon's own address
 * @param secret signs what a webhook is sent
 */
public record Forwarder(
        String forwarderId,
        String kind,
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
    private static final int DEFAULT_ATTEMPTS = 8;
    private static final int DEFAULT_BUFFER = 1 << 20;

    public Forwarder {
        if (forwarderId == null || kind == null) {
            throw new IllegalArgumentException("a forwarder has a forwarderId and a kind");
        }
        name = name == null ? "" : name;
        maxAttempts = maxAttempts < 1 ? DEFAULT_ATTEMPTS : maxAttempts;
        bufferBytes = bufferBytes < 1 ? DEFAULT_BUFFER : bufferBytes;
    }

    @Override
    public String toString() {
        return "Forwarder[forwarderId=" + forwarderId + ", kind=" + kind + ", enabled=" + enabled + "]";
    }
}
