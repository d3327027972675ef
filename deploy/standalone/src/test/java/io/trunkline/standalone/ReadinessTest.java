package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    @Test
    void asksUntilTheServiceIsReady() {
        var asked = new AtomicInteger();

        Readiness.await("gateway", Duration.ofMinutes(1), () -> asked.incrementAndGet() == 3);

        assertThat(asked).hasValue(3);
    }

    @Test
    void saysWhichServiceIsNot() {
        assertThatThrownBy(() -> Readiness.await("gateway", Duration.ZERO, () -> false))
                .isInstanceOf(StartFailure.class)
                .hasMessage("the gateway is not ready after 0 s; see the log");
    }
}
