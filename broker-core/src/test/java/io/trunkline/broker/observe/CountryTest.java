package io.trunkline.broker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryTest {
    @Test
    void isNamedByTwoLettersOfEitherCase() {
        assertThat(Country.of("DE")).isEqualTo(new Country("DE"));
        assertThat(Country.of("fr")).isEqualTo(new Country("FR"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "D", "DEU", "XX", "T1", "AA", "D\n"})
    void isUnknownWhateverElseIsSaid(String code) {
        assertThat(Country.of(code)).isSameAs(Country.UNKNOWN);
    }
}
