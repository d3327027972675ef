package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that outlive their connections: what topics with a history have for them waits there, and nothing in memory. */
class LastingHistoryTest {
    private static final TopicRules RULES =
            TopicRules.of(List.of(new TopicRules.Rule("news/#", Retention.ofSize(10_000))));

    private final MqttStage stage = new MqttStage(RULES, UnaryOperator.identity());

    @AfterEach
    void end() {
        stage.close();
    }

    private RawClient device(boolean version5) {
        var client = stage.socket();
        var hello = MqttStage.hello(version5, "app", "device").keep();
        client.connect(version5 ? hello.with(MqttProperties.SESSION_EXPIRY_INTERVAL, 1_000) : hello);
        return client;
    }

    private void publish(int from, int to) {
        var publisher = stage.publisher(true, "app");
        for (var i = from; i < to; i++) {
            publisher.publish("news/a", "m" + i, MqttQoS.AT_LEAST_ONCE, 1 + i);
        }
        for (var i = from; i < to; i++) {
            publisher.next(MqttMessageType.PUBACK);
        }
        publisher.cut();
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private static List<String> read(RawClient client, int count) {
        var read = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var heard = client.next(MqttMessageType.PUBLISH);
            client.acknowledge(MqttMessageType.PUBACK, heard.packetId());
            read.add(heard.payload());
        }
        return read;
    }

    private int queued() {
        return stage.broker().connections().of(new ApplicationId("app")).toList().stream()
                .map(connection -> connection.state().session())
                .filter(session -> session != null && session.clientId().equals("device"))
                .mapToInt(session -> session.queued())
                .sum();
    }

    /** More than a session's queue would hold, and nothing of it in the queue. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCameMeanwhileComesInOrder(boolean version5) {
        stage.offer(new MqttProfile(2, true, true, true, 100, 500, true));
        var device = device(version5);
        device.subscribe(1, "news/#", MqttQoS.AT_LEAST_ONCE);
        publish(0, 3);
        assertThat(read(device, 3)).containsExactlyElementsOf(names(0, 3));
        device.publishesSoFar();
        device.cut();
        publish(3, 1_503);
        assertThat(queued()).isLessThanOrEqualTo(100);

        var back = device(version5);

        assertThat(read(back, 1_500)).containsExactlyElementsOf(names(3, 1_503));
        publish(1_503, 1_510);
        assertThat(read(back, 7)).containsExactlyElementsOf(names(1_503, 1_510));
        assertThat(back.publishesSoFar()).isZero();
        assertThat(stage.dropped()).isEmpty();
    }

    @Test
    void whatWasInFlightComesAgainByItsPacketId() {
        var device = device(true);
        device.subscribe(1, "news/a", MqttQoS.AT_LEAST_ONCE);
        publish(0, 2);
        var first = device.next(MqttMessageType.PUBLISH);
        device.next(MqttMessageType.PUBLISH);
        device.cut();
        publish(2, 4);

        var back = device(true);
        var again = back.next(MqttMessageType.PUBLISH);

        assertThat(again.packetId()).isEqualTo(first.packetId());
        assertThat(again.packet().fixedHeader().isDup()).isTrue();
        back.acknowledge(MqttMessageType.PUBACK, again.packetId());
        assertThat(read(back, 3)).containsExactlyElementsOf(names(1, 4));
        assertThat(back.publishesSoFar()).isZero();
    }

    @Test
    void aSessionThatWasEndedMissesWhatCameMeanwhile() {
        var device = device(true);
        device.subscribe(1, "news/a", MqttQoS.AT_LEAST_ONCE);
        device.cut();
        publish(0, 2);
        var anew = stage.client(true, "app", "device");
        anew.cut();
        await().until(() ->
                stage.broker().connections().of(new ApplicationId("app")).count() == 0);

        var next = device(true);
        next.subscribe(1, "news/a", MqttQoS.AT_LEAST_ONCE);
        publish(2, 4);

        assertThat(read(next, 2)).containsExactlyElementsOf(names(2, 4));
    }

    @Test
    void anEndedSubscriptionLeavesNothingBehind() {
        var device = device(true);
        device.subscribe(1, "news/a", MqttQoS.AT_LEAST_ONCE);
        device.unsubscribe(2, "news/a");
        publish(0, 2);
        device.subscribe(3, "news/a", MqttQoS.AT_LEAST_ONCE);
        publish(2, 4);

        assertThat(read(device, 2)).containsExactlyElementsOf(names(2, 4));
    }

    /** Retained messages come at the subscription, as they always do, and not once more. */
    @Test
    void aRetainedMessageComesOnce() {
        var publisher = stage.publisher(true, "app");
        publisher.publish("news/a", "last", MqttQoS.AT_LEAST_ONCE, 1, MqttProperties.NO_PROPERTIES, true);
        publisher.next(MqttMessageType.PUBACK);
        var device = device(true);

        device.subscribe(1, "news/a", MqttQoS.AT_LEAST_ONCE);

        assertThat(read(device, 1)).containsExactly("last");
        assertThat(device.publishesSoFar()).isZero();
    }

    @Test
    void whatWaitsCanBeQosTwo() {
        var device = device(true);
        device.subscribe(1, "news/a", MqttQoS.EXACTLY_ONCE);
        device.cut();
        stage.publisher(true, "app")
                .publish("news/a", "m0", MqttQoS.EXACTLY_ONCE, 1)
                .next(MqttMessageType.PUBREC);

        var back = device(true);
        var heard = back.next(MqttMessageType.PUBLISH);

        assertThat(heard.packet().fixedHeader().qosLevel()).isEqualTo(MqttQoS.EXACTLY_ONCE);
        back.acknowledge(MqttMessageType.PUBREC, heard.packetId());
        back.next(MqttMessageType.PUBREL);
    }
}
