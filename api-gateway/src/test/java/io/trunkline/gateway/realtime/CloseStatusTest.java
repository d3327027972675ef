package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseStatusTest {

    @ParameterizedTest
    @CsvSource({
        "MALFORMED, 1008, Invalid message format!",
        "INVALID_TOPIC, 1008, Invalid message format!",
        "FORBIDDEN_SUBSCRIBE, 1008, Subscription to secure topic is forbidden!",
        "FORBIDDEN_PRIVATE, 1008, Subscription to private topic is forbidden!",
        "FORBIDDEN_PUBLISH, 1008, Publication to topic is forbidden!",
        "RESERVED_TOPIC, 1008, The topic is reserved!",
        "RESERVED_TYPE, 1008, The message type is reserved!",
        "TOO_LARGE, 1009, The message is larger than allowed!",
        "SLOW_READER, 1008, The reader does not keep up!",
        "APPLICATION_DISABLED, 1008, The application is disabled!",
        "OTHER_SUBJECT, 1008, The new token is another subject's!",
        "REPLACED, 1000, The connection was replaced by a newer one!",
        "IDLE, 1000, The connection was idle for too long!",
        "TERMINATED, 4001, The connection was terminated!",
        "SHUTDOWN, 1012, The server is restarting!"
    })
    void saysWhatTheContractSays(Reason reason, int code, String text) {
        assertThat(CloseStatus.of(reason)).isEqualTo(new CloseStatus(code, text));
    }

    /** Python clients never come back after 1001; a close frame carries at most 123 bytes of text. */
    @ParameterizedTest
    @EnumSource(Reason.class)
    void fitsACloseFrameAndNeverKeepsClientsAway(Reason reason) {
        var status = CloseStatus.of(reason);

        assertThat(status.code()).isNotEqualTo(1001);
        assertThat(status.text()).endsWith("!");
        assertThat(status.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
    }
}
