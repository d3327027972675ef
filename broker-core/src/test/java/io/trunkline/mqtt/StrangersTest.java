package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Those who have come and not logged in. */
class StrangersTest {
    private static final MqttLimits NARROW = new MqttLimits(
            4096,
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            10,
            4,
            100_000,
            MqttLimits.Keeping.standard(),
            new ArrivalLimits(10, 2, Duration.ofSeconds(5)));

    private final MqttStage stage = new MqttStage(UnaryOperator.identity(), NARROW);

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void whoWaitsLeavesNoRoomForMoreOfThisAddress() {
        var first = stage.socket();
        var second = stage.socket();

        var third = stage.socket();

        await().until(third::isClosed);
        assertThat(first.isClosed()).isFalse();
        assertThat(second.isClosed()).isFalse();
    }

    @Test
    void whoLogsInOrLeavesMakesRoom() {
        for (var i = 0; i < 5; i++) {
            assertThat(stage.client(true, "app", "in-" + i).isClosed()).isFalse();
        }
        stage.socket();
        stage.socket().cut();

        // the server hears a little later that one has left
        await().until(this::isLetIn);
    }

    private boolean isLetIn() {
        var client = stage.socket();
        client.send(MqttStage.hello(true, "app", "late").build());
        await().until(() -> client.isClosed() || client.unheard() > 0);
        return client.unheard() > 0;
    }
}
