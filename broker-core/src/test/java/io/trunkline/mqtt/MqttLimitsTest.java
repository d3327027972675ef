package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S"})
    void nobodyCanConnectInNoTime(Duration connectTimeout) {
        assertThatThrownBy(() -> new MqttLimits(
                        4096,
                        connectTimeout,
                        Duration.ofHours(1),
                        10,
                        4,
                        100_000,
                        MqttLimits.Keeping.standard(),
                        ArrivalLimits.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connectTimeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "P-7D"})
    void noSessionEndsBeforeItsConnection(Duration expiry) {
        assertThatThrownBy(() -> new MqttLimits.Keeping(expiry, 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expiry");
    }
}
