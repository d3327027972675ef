package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom we read, and whom not for now. */
class LineTest {
    private final Stuck peer = new Stuck();
    private final ChannelDuplexHandler front = new ChannelDuplexHandler();
    private final EmbeddedChannel channel = new EmbeddedChannel(peer, front);
    private final Line line = new Line(channel.pipeline().context(front), new Traffic(ListenerMeter.NONE));

    @AfterEach
    void close() {
        channel.close();
    }

    private boolean isRead() {
        return channel.config().isAutoRead();
    }

    private void answer(int times) {
        IntStream.range(0, times).forEach(i -> line.send(Unpooled.EMPTY_BUFFER));
    }

    @Test
    void whoDoesNotReadAnswersIsNotReadUntilItDoes() {
        answer(Line.ANSWERS - 1);
        assertThat(isRead()).isTrue();
        answer(1);
        assertThat(isRead()).isFalse();

        peer.read();

        assertThat(isRead()).isTrue();
    }

    @Test
    void whoReadsAnswersIsReadAgainOnlyWhenWeAreNotBusy() {
        answer(Line.ANSWERS);
        line.read(false);

        peer.read();
        assertThat(isRead()).isFalse();
        line.read(true);

        assertThat(isRead()).isTrue();
    }

    @Test
    void whoIsToldGoodbyeIsReadToTheEnd() {
        answer(Line.ANSWERS);

        line.disconnect(Codes.UNSPECIFIED, "");

        assertThat(isRead()).isTrue();
    }

    @Test
    void whatStillWaitsIsWrittenBeforeTheGoodbye() {
        var before = new AtomicInteger(-1);
        line.beforeEnd(() -> before.set(peer.written()));

        line.disconnect(Codes.UNSPECIFIED, "");

        assertThat(before).hasValue(0);
        assertThat(peer.written()).isEqualTo(1);
    }

    @Test
    void beforeTheWelcomeFewLargePacketsWaitOrSeveralSmall() {
        var held = new HeldPackets(line);
        held.add(publish(60_000));
        assertThat(isRead()).isTrue();
        held.add(publish(60_000));
        assertThat(isRead()).isFalse();

        held.release(packet -> {});

        assertThat(isRead()).isTrue();
    }

    private static MqttPublishMessage publish(int bytes) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_MOST_ONCE, false, bytes),
                new MqttPublishVariableHeader("t", 0),
                Unpooled.EMPTY_BUFFER);
    }
}
