package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MqttInletTest {

    @Test
    void whoWentDuringItsHandshakeIsLeftAlone() {
        var accepted = new AtomicInteger();
        var meter = new ListenerMeter() {
            @Override
            public void accepted() {
                accepted.incrementAndGet();
            }
        };
        try (var stage = new MqttStage()) {
            var gone = new EmbeddedChannel();
            gone.close();

            stage.inlet(meter).enter(gone, "bridge", new InetSocketAddress("127.0.0.1", 1));

            assertThat(accepted).hasValue(0);
        }
    }
}
