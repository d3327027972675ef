package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that owe answers, or are gone without a word; everybody else is served as before. */
class MuteClientTest {
    private static final int WINDOW = 20;
    private static final int PACKET_IDS = 65_535;

    private final MqttStage stage = new MqttStage();
    private RawClient writer;

    private void open() {
        stage.offer(new MqttProfile(2, true, true, true, WINDOW, 1_000, false));
        writer = stage.publisher(false, "app");
    }

    @AfterEach
    void everybodyElseIsServed() {
        var fresh = stage.subscriber(true, "app", "fresh", MqttQoS.AT_LEAST_ONCE);
        stage.publisher(true, "app")
                .publish("fresh", "hello", MqttQoS.AT_LEAST_ONCE, 1)
                .next(MqttMessageType.PUBACK);
        assertThat(fresh.next(MqttMessageType.PUBLISH).payload()).isEqualTo("hello");
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"true, AT_LEAST_ONCE", "false, AT_LEAST_ONCE", "true, EXACTLY_ONCE", "false, EXACTLY_ONCE"})
    void whoNeverAcknowledgesHoldsAWindowOfPacketIdsAndNoMore(boolean version5, MqttQoS qos) {
        open();
        var mute = stage.subscriber(version5, "app", "t", qos);
        var other = stage.subscriber(true, "app", "t", MqttQoS.AT_LEAST_ONCE);

        for (var id = 1; id <= 3 * WINDOW; id++) {
            writer.publish("t", "m" + id, MqttQoS.EXACTLY_ONCE, id).next(MqttMessageType.PUBREC);
            writer.acknowledge(MqttMessageType.PUBREL, id).next(MqttMessageType.PUBCOMP);
            var heard = other.next(MqttMessageType.PUBLISH);
            assertThat(heard.payload()).isEqualTo("m" + id);
            other.acknowledge(MqttMessageType.PUBACK, heard.packetId());
        }

        assertThat(ids(mute, WINDOW)).doesNotHaveDuplicates().doesNotContain(0);
        assertThat(mute.publishesSoFar()).isZero();
    }

    @Test
    void thePacketIdOfWhatIsNotAcknowledgedIsNotUsedAgain() {
        open();
        var reader = stage.subscriber(true, "app", "t", MqttQoS.AT_LEAST_ONCE);
        publish(2);
        var held = ids(reader, 2);

        var used = new HashSet<Integer>();
        for (var heard = 0; heard <= PACKET_IDS; heard += WINDOW - 2) {
            publish(WINDOW - 2);
            var ids = ids(reader, WINDOW - 2);
            assertThat(ids).doesNotHaveDuplicates().doesNotContain(0).doesNotContainAnyElementsOf(held);
            ids.forEach(id -> reader.channel()
                    .write(MqttMessageBuilders.pubAck().packetId(id).build()));
            reader.channel().flush();
            used.addAll(ids);
        }

        assertThat(used).as("all others come round").hasSize(PACKET_IDS - held.size());
    }

    private void publish(int count) {
        IntStream.rangeClosed(1, count).forEach(id -> writer.channel().write(RawClient.packet("t", "x", id)));
        writer.channel().flush();
        IntStream.rangeClosed(1, count).forEach(id -> writer.next(MqttMessageType.PUBACK));
    }

    private static List<Integer> ids(RawClient reader, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> reader.next(MqttMessageType.PUBLISH).packetId())
                .toList();
    }

    /** Its machine has stopped, or the way to it: the socket stands, nothing is read and nothing comes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void aPeerThatIsGoneWithoutAWordIsCutAndItsWillIsPublished(int unread) {
        open();
        var heir = stage.subscriber(true, "app", "wills/#", MqttQoS.AT_LEAST_ONCE);
        var gone = stage.socket();
        gone.connect(MqttStage.hello(true, "app", "gone")
                .with(b -> b.keepAlive(1)
                        .willFlag(true)
                        .willTopic("wills/gone")
                        .willQoS(MqttQoS.AT_LEAST_ONCE)
                        .willMessage("without a word".getBytes(StandardCharsets.UTF_8))));
        gone.subscribe(1, "t", MqttQoS.AT_MOST_ONCE);
        gone.channel().config().setAutoRead(false);

        IntStream.range(0, unread)
                .forEach(i -> writer.publish("t", "x".repeat(200_000), MqttQoS.AT_LEAST_ONCE, 1)
                        .next(MqttMessageType.PUBACK));

        assertThat(heir.next(MqttMessageType.PUBLISH).payload()).isEqualTo("without a word");
        gone.channel().config().setAutoRead(true);
        await().until(gone::isClosed);
    }
}
