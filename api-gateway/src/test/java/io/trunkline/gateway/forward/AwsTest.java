package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.model.SqsException;

class AwsTest {
    private static Outcome refused(String code, int status) {
        return Aws.refused((SqsException) SqsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build());
    }

    @Test
    void saysWhatAmazonCallsIt() {
        assertThat(refused("AWS.SimpleQueueService.NonExistentQueue", 400))
                .isEqualTo(Outcome.never("AWS.SimpleQueueService.NonExistentQueue 400"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "two words", "a line\nand another"})
    void repeatsNoTextOfSomebodyElses(String code) {
        assertThat(refused(code, 503)).isEqualTo(Outcome.again("HTTP 503"));
        assertThat(refused("A".repeat(129), 503)).isEqualTo(Outcome.again("HTTP 503"));
    }
}
