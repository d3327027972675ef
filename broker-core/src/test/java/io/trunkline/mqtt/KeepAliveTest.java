package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is silent, and who only makes noise. */
class KeepAliveTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicBoolean excused = new AtomicBoolean();
    private final AtomicInteger ends = new AtomicInteger();
    private final KeepAlive alive = new KeepAlive(channel.eventLoop(), excused::get, ends::incrementAndGet);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private void pass(int millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void oneAndAHalfKeepAlivesAfterTheLastPacketIsTheEnd() {
        alive.begin(10);
        for (var i = 0; i < 5; i++) {
            pass(14_000);
            alive.packet();
            alive.readComplete();
        }
        pass(14_999);
        assertThat(ends).hasValue(0);

        pass(1);

        assertThat(ends).hasValue(1);
        pass(60_000);
        assertThat(ends).hasValue(1);
    }

    @Test
    void readingWithoutAPacketIsSilence() {
        alive.begin(10);

        pass(14_000);
        alive.readComplete();
        pass(1_000);

        assertThat(ends).hasValue(1);
    }

    @Test
    void whomWeDoNotReadIsExcused() {
        alive.begin(10);
        excused.set(true);
        pass(15_000);
        excused.set(false);

        pass(14_999);
        assertThat(ends).hasValue(0);
        pass(1);

        assertThat(ends).hasValue(1);
    }

    @Test
    void withoutAKeepAliveOrALineThereIsNoEnd() {
        alive.begin(0);
        pass(100_000_000);

        alive.begin(10);
        alive.end();
        pass(100_000);

        assertThat(ends).hasValue(0);
    }

    /** A byte now and then used to keep a client for ever that never said a packet. */
    @Proves(v3 = "3.1.2-24", v5 = "3.1.2-22")
    @Test
    void bytesThatAreNoPacketDoNotKeepAClient() {
        try (var stage = new MqttStage()) {
            var client = stage.socket();
            client.connect(MqttStage.hello(true, "app", "a").with(b -> b.keepAlive(1)));
            client.sendBytes("30ff0f00017400");

            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                client.channel().writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'x'}));
                return client.unheard() > 0;
            });

            assertThat(RawClient.code(client.next(MqttMessageType.DISCONNECT))).isEqualTo(0x8D);
            await().until(client::isClosed);
        }
    }
}
