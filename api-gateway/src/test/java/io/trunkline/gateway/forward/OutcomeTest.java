package io.trunkline.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    @ParameterizedTest
    @CsvSource({
        "200,DELIVERED",
        "204,DELIVERED",
        "299,DELIVERED",
        "301,NEVER",
        "307,NEVER",
        "400,NEVER",
        "401,NEVER",
        "404,NEVER",
        "408,AGAIN",
        "413,NEVER",
        "429,AGAIN",
        "500,AGAIN",
        "503,AGAIN"
    })
    void onlySuccessIsDeliveredAndOnlyWhatMayPassIsTriedAgain(int status, Outcome.Verdict verdict) {
        assertThat(Outcome.ofStatus(status, "x").verdict()).isEqualTo(verdict);
    }
}
