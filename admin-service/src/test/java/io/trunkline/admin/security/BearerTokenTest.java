package io.trunkline.admin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

    @Test
    void matchesItselfOnly() {
        BearerToken token = BearerToken.of("operator token", "abcdefghijkl");

        assertThat(token.matches("abcdefghijkl")).isTrue();
        assertThat(token.matches("abcdefghijkm")).isFalse();
        assertThat(token.matches("abcdefghijk")).isFalse();
        assertThat(token.matches("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "has a blank in it", "Zeichenkettenträger"})
    void refusesWhatNobodyShouldOrCouldSend(String text) {
        assertThatThrownBy(() -> BearerToken.of("operator token", text))
                .isInstanceOf(InvalidToken.class)
                .hasMessageContaining("operator token")
                .hasMessageNotContaining(text);
    }
}
