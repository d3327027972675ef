package io.trunkline.gateway.forward;

import io.trunkline.gateway.directory.Forwarder;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/**
 * What all clients of Amazon's services share. Nothing is taken from the gateway's own environment: neither credentials nor profiles.
 *
 * @param completion where answers are read, not on event loops
 * @param within how long one call may take
 */
record Aws(SdkAsyncHttpClient http, Executor completion, ScheduledExecutorService timer, Duration within) {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final ProfileFile NO_PROFILE = ProfileFile.aggregator().build();

    /** Trying again is the courier's affair, who counts it. */
    <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C client(B builder, Forwarder settings) {
        var credentials = AwsBasicCredentials.create(
                required(settings.accessKeyId(), "accessKeyId"),
                required(settings.secretAccessKey(), "secretAccessKey"));
        builder.region(Region.of(required(settings.region(), "region")))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(http)
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, completion))
                .overrideConfiguration(overrides());
        var endpoint = settings.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.build();
    }

    private ClientOverrideConfiguration overrides() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(within)
                .scheduledExecutorService(timer)
                .defaultProfileFile(NO_PROFILE)
                .build();
    }

    static String required(@Nullable String value, String name) {
        return Objects.requireNonNull(value, name);
    }

    /** A code as it is logged and told to dead letters: whoever answers at a tenant's endpoint chose it. */
    static String reason(@Nullable String code) {
        return code != null && CODE.matcher(code).matches() ? code : "HTTP";
    }

    /** What an answer that is no success means; anything but an answer is passed on as the error it is. */
    static Outcome refused(AwsServiceException error) {
        var details = error.awsErrorDetails();
        var reason = reason(details == null ? null : details.errorCode()) + " " + error.statusCode();
        return error.isThrottlingException() || error.isClockSkewException()
                ? Outcome.again(reason)
                : Outcome.ofStatus(error.statusCode(), reason);
    }
}
