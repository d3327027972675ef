package io.trunkline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trunkline.bench.scenario.MqttOptions;
import io.trunkline.bench.scenario.MqttShape;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void measuresEverythingButTheLongLogUnlessTold() {
        assertThat(EnumSet.complementOf(EnumSet.copyOf(Options.parse().only()))).containsExactly(Scenario.LOG);
    }

    @Test
    void takesWhatIsGiven() {
        Options options = Options.parse(
                "--only",
                "ws, idle",
                "--rounds",
                "1",
                "--seconds",
                "9",
                "--connections",
                "100",
                "--mqtt-version",
                "4",
                "--mqtt-qos",
                "0,2",
                "--mqtt-shapes",
                "fan-in,crowd",
                "--java-options",
                " -Xmx512m  -XX:+UseSerialGC");

        assertThat(options.only()).containsExactly(Scenario.WS, Scenario.IDLE);
        assertThat(options.rounds()).isEqualTo(1);
        assertThat(options.timing().measured()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.connections()).isEqualTo(100);
        assertThat(options.mqtt())
                .isEqualTo(new MqttOptions(4, List.of(0, 2), Set.of(MqttShape.CROWD, MqttShape.FAN_IN)));
        assertThat(options.javaOptions()).isEqualTo(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--only=ws",
                "--only quic",
                "--rounds",
                "--rounds 0",
                "--rounds three",
                "--connections 20000",
                "--mqtt-version 3",
                "--mqtt-qos 3",
                "--mqtt-shapes mesh",
                "--what 1"
            })
    void saysWhatItCannotUnderstand(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(line.split(" ")))
                .withMessageContaining("-");
    }
}
