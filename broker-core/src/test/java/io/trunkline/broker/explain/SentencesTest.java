package io.trunkline.broker.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentencesTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsExplainedForALossAndForARefusal(Reason reason) {
        assertThat(Sentences.lost(reason)).hasSizeGreaterThan(30).endsWith(".").doesNotContain("..");
        assertThat(Sentences.refused(reason))
                .hasSizeGreaterThan(30)
                .endsWith(".")
                .doesNotContain("..");
    }

    /** A reader of codes knows by the code alone what it is about. */
    @Test
    void causesHaveCodesOfTheirOwn() {
        var reasons = Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toSet());

        assertThat(Cause.values())
                .extracting(Cause::code)
                .doesNotHaveDuplicates()
                .filteredOn(reasons::contains)
                .containsExactly("unknown-connection");
    }
}
