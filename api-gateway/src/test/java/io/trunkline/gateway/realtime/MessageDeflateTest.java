package io.trunkline.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflateTest {
    private static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate;client_max_window_bits=10;server_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate; client_max_window_bits"
            })
    void agreesToTheFirstOfferItCanKeep(String offer) {
        assertThat(MessageDeflate.agree(List.of(offer))).isEqualTo(AGREED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "deflate-frame",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; what_is_that",
                "permessage-deflate-2"
            })
    void agreesToNothingElse(String offer) {
        assertThat(MessageDeflate.agree(List.of(offer))).isNull();
    }

    @Test
    void repeatsTheWindowItWasAskedFor() {
        assertThat(MessageDeflate.agree(List.of("permessage-deflate; server_max_window_bits=\"15\"")))
                .isEqualTo(AGREED + "; server_max_window_bits=15");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "256, 1", "256, 200", "256, 100000", "2, 1000000"})
    void whatIsPackedIsUnpacked(int letters, int length) {
        var message = new byte[length];
        var random = new Random(length);
        for (var i = 0; i < length; i++) {
            message[i] = (byte) random.nextInt(letters);
        }

        assertThat(MessageDeflate.inflate(MessageDeflate.deflate(message), length))
                .isEqualTo(message);
    }

    @Test
    void unpacksNothingBeyondTheLimit() {
        var packed = MessageDeflate.deflate(new byte[1001]);

        assertThat(MessageDeflate.inflate(packed, 1001)).hasSize(1001);
        assertThatThrownBy(() -> MessageDeflate.inflate(packed, 1000))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.TOO_LARGE));
    }
}
