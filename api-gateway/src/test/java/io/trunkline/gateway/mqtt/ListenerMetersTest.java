package io.trunkline.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ListenerMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ListenerMeters meters = new ListenerMeters(registry);

    @Test
    void aListenerThatIsOpenedAgainIsCountedOn() {
        var first = meters.of("tcp");
        first.opened();
        first.closed();

        meters.of("tcp").opened();

        assertThat(registry.get("trunkline.mqtt.connections")
                        .tag("listener", "tcp")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }
}
