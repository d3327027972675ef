package io.trunkline.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

class ProblemTypesTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void hasARowForEveryReason(Reason reason) {
        var type = ProblemTypes.of(reason);

        assertThat(type.code()).isEqualTo(reason.code());
        assertThat(type.status().isError()).isTrue();
        assertThat(ProblemTypes.find(reason.code())).contains(type);
    }

    @Test
    void doesNotTakeEveryRequestForAMessage() {
        assertThat(ProblemTypes.of(Reason.MALFORMED).title()).doesNotContain("message");
    }

    @Test
    void explainsEveryProblemAndNothingElse() {
        var remedies = ResourceBundle.getBundle("io.trunkline.gateway.problem.remedies");

        assertThat(remedies.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ProblemTypes.all().map(ProblemType::code).toList());
        assertThat(remedies.keySet())
                .allSatisfy(code -> assertThat(remedies.getString(code)).endsWith("."));
    }

    @Test
    void givesEveryCodeToOneProblemOnly() {
        assertThat(ProblemTypes.all().map(ProblemType::code)).doesNotHaveDuplicates();
    }

    @Test
    void saysWhenToComeBackWhereverComingBackHelps() {
        assertThat(ProblemTypes.all()).allSatisfy(type -> {
            var temporary = type.status() == HttpStatus.TOO_MANY_REQUESTS
                    || (type.status().is5xxServerError()
                            && type.status() != HttpStatus.INTERNAL_SERVER_ERROR
                            && type.status() != HttpStatus.NOT_IMPLEMENTED);
            assertThat(type.retryAfter() != null).as(type.code()).isEqualTo(temporary);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "400, malformed",
        "401, unauthenticated",
        "403, forbidden",
        "404, not-found",
        "405, method-not-allowed",
        "406, not-acceptable",
        "413, too-large",
        "415, unsupported-media-type",
        "418, malformed",
        "426, upgrade-required",
        "429, rate-exceeded",
        "500, internal",
        "502, bad-gateway",
        "503, unavailable",
        "504, gateway-timeout",
        "599, internal"
    })
    void readsABareStatus(int status, String code) {
        assertThat(ProblemTypes.of(HttpStatusCode.valueOf(status)).code()).isEqualTo(code);
    }

    @Test
    void showsWhatClientsOfTheRealtimeContractExpect() {
        assertThat(ProblemTypes.of(Reason.UNAUTHENTICATED).status()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(ProblemTypes.of(Reason.APPLICATION_DISABLED).status()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(ProblemTypes.of(Reason.ADDRESS_DENIED).status()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(ProblemTypes.of(Reason.UNKNOWN_APPLICATION).status()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(ProblemTypes.of(Reason.UNKNOWN_CONNECTION).status()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(ProblemTypes.of(Reason.TOO_LARGE).status()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
        assertThat(ProblemTypes.of(Reason.QUOTA_EXCEEDED).status()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
    }
}
