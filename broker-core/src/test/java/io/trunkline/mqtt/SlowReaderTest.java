package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.refusal.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReaderTest {
    private static final MqttLimits LIMITS = new MqttLimits(
            1 << 18,
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            8,
            4,
            1_000_000,
            MqttLimits.Keeping.standard(),
            ArrivalLimits.standard());

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MqttStage stage = new MqttStage(broker -> broker, LIMITS);

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aReaderThatDoesNotReadLosesQos0AndTheOthersDoNot() {
        var slow = stage.subscriber(false, "app", "t", MqttQoS.AT_MOST_ONCE);
        var quick = stage.subscriber(false, "app", "t", MqttQoS.AT_MOST_ONCE);
        var writer = stage.publisher(false, "app");
        slow.channel().config().setAutoRead(false);

        var text = "x".repeat(100_000);
        IntStream.range(0, 200).forEach(i -> {
            writer.publish("t", text, MqttQoS.AT_MOST_ONCE, 0);
            assertThat(quick.next(MqttMessageType.PUBLISH).payload()).hasSize(100_000);
        });
        slow.channel().config().setAutoRead(true);
        writer.publish("t", "last", MqttQoS.AT_MOST_ONCE, 0);
        quick.next(MqttMessageType.PUBLISH);

        await().pollInSameThread().until(slow::unheard, count -> count > 10);
        assertThat(slow.unheard()).isLessThan(200);
    }

    @Test
    void manyWritersAndOneReaderLoseNothingThoughTheReaderIsSlower() {
        stage.offer(new MqttProfile(2, true, true, true, 10, 200, true));
        var reader = stage.subscriber(true, "app", "t", MqttQoS.AT_LEAST_ONCE);
        var writers = IntStream.range(0, 10)
                .mapToObj(i -> stage.publisher(false, "app"))
                .toList();

        for (var writer : writers) {
            IntStream.rangeClosed(1, 200)
                    .forEach(id ->
                            writer.channel().write(RawClient.packet("t", writers.indexOf(writer) + ":" + id, id)));
            writer.channel().flush();
        }

        var heard = new HashSet<String>();
        while (heard.size() < 2000) {
            var next = reader.next(MqttMessageType.PUBLISH);
            assertThat(heard.add(next.payload())).isTrue();
            reader.acknowledge(MqttMessageType.PUBACK, next.packetId());
        }
        assertThat(stage.dropped()).isEmpty();
    }

    @Test
    void aReaderThatStaysCongestedHoldsItsWritersUpForAWhileOnly() {
        stage.offer(new MqttProfile(2, true, true, true, 10, 100, false));
        stage.subscriber(true, "app", "t", MqttQoS.AT_LEAST_ONCE);
        var writer = stage.publisher(false, "app");

        IntStream.rangeClosed(1, 150).forEach(id -> writer.publish("t", "x", MqttQoS.AT_LEAST_ONCE, id));

        await().atMost(PATIENCE).until(() -> writer.unheard() == 150);
        assertThat(stage.dropped()).hasSize(50).containsOnly(Reason.SLOW_READER);
    }

    /** Each of them would for {@value Congestion#PATIENCE_SECONDS} s, one after the other: longer than is waited here. */
    @Test
    void theAbsentHoldNobodyUp() {
        stage.offer(new MqttProfile(2, true, true, true, 10, 100, false));
        IntStream.range(0, 20).forEach(this::leave);
        var writer = stage.publisher(false, "app");

        for (var topic = 0; topic < 20; topic++) {
            var name = "t" + topic;
            IntStream.rangeClosed(1, 150).forEach(id -> writer.publish(name, "x", MqttQoS.AT_LEAST_ONCE, id));
        }

        await().atMost(PATIENCE).until(() -> writer.unheard() == 20 * 150);
        var back = stage.socket();
        back.connect(MqttStage.hello(false, "app", "away0").keep());
        IntStream.range(0, 100).forEach(i -> {
            var next = back.next(MqttMessageType.PUBLISH);
            back.acknowledge(MqttMessageType.PUBACK, next.packetId());
        });
    }

    private void leave(int number) {
        var reader = stage.socket();
        reader.connect(MqttStage.hello(false, "app", "away" + number).keep());
        reader.subscribe(1, "t" + number, MqttQoS.AT_LEAST_ONCE);
        reader.cut();
    }

    @Test
    void whatIsRetainedAndHasNoRoomIsCounted() {
        retain(5, "x");
        stage.offer(new MqttProfile(2, true, true, true, 1, 2, false));

        var reader = stage.subscriber(true, "app", "kept/#", MqttQoS.AT_LEAST_ONCE);
        reader.next(MqttMessageType.PUBLISH);

        await().atMost(Duration.ofSeconds(Congestion.PATIENCE_SECONDS + 10))
                .untilAsserted(() -> assertThat(stage.dropped()).hasSize(3).containsOnly(Reason.SLOW_READER));
    }

    @Test
    void whatIsRetainedWaitsForWhoReadsLater() {
        retain(2_000, "x".repeat(10_000));
        var reader = stage.client(true, "app", "late");
        reader.channel().config().setAutoRead(false);

        reader.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "kept/#")
                .build());
        await().until(() -> stage.broker()
                .connections()
                .all()
                .anyMatch(open -> !open.subscriptions().isEmpty()));
        reader.channel().config().setAutoRead(true);

        reader.next(MqttMessageType.SUBACK);
        IntStream.range(0, 2_000).forEach(i -> reader.next(MqttMessageType.PUBLISH));
        assertThat(stage.dropped()).isEmpty();
    }

    @Test
    void whatIsRetainedWaitsForTheAcknowledgements() {
        retain(500, "x");
        stage.offer(new MqttProfile(2, true, true, true, 10, 100, false));
        var reader = stage.subscriber(true, "app", "kept/#", MqttQoS.AT_LEAST_ONCE);

        for (var i = 0; i < 500; i++) {
            var next = reader.next(MqttMessageType.PUBLISH);
            reader.acknowledge(MqttMessageType.PUBACK, next.packetId());
        }

        assertThat(stage.dropped()).isEmpty();
    }

    @Test
    void everySubscriptionOfOnePacketBringsItsRetainedMessages() {
        retain(200, "x");
        var reader = stage.client(true, "app", "both");

        reader.subscribe(packet -> packet.messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "kept/#")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "none/#")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "kept/+"));

        IntStream.range(0, 400).forEach(i -> reader.next(MqttMessageType.PUBLISH));
    }

    private void retain(int topics, String text) {
        var writer = stage.publisher(true, "app");
        IntStream.rangeClosed(1, topics)
                .forEach(id -> writer.publish(
                                "kept/" + id, text, MqttQoS.AT_LEAST_ONCE, id, MqttProperties.NO_PROPERTIES, true)
                        .next(MqttMessageType.PUBACK));
    }
}
