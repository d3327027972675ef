package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.Broker;
import io.trunkline.broker.refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private final MqttStage stage = new MqttStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCameWhileAwayIsDeliveredOnReturnAndWhatWasNotAcknowledgedAgain(boolean version5) {
        var reader = stage.kept(version5, "r", false);
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        var writer = stage.publisher(true, "app");
        writer.publish("t", "1", MqttQoS.AT_LEAST_ONCE, 1).next();
        reader.next(MqttMessageType.PUBLISH);
        reader.cut();
        writer.publish("t", "2", MqttQoS.AT_LEAST_ONCE, 2).next();

        var back = stage.kept(version5, "r", true);

        var again = back.next(MqttMessageType.PUBLISH);
        var fresh = back.next(MqttMessageType.PUBLISH);
        assertThat(List.of(again.payload(), fresh.payload())).containsExactly("1", "2");
        assertThat(again.packet().fixedHeader().isDup()).isTrue();
        assertThat(fresh.packetId()).isNotEqualTo(again.packetId());
    }

    @Test
    void aReturnDoesNotReuseThePacketIdsStillInFlight() {
        var reader = stage.kept(true, "r", false);
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        var writer = stage.publisher(true, "app");
        IntStream.rangeClosed(1, 5)
                .forEach(id ->
                        writer.publish("t", "" + id, MqttQoS.AT_LEAST_ONCE, id).next());
        IntStream.rangeClosed(1, 5).forEach(id -> reader.next(MqttMessageType.PUBLISH));
        reader.cut();

        var back = stage.kept(true, "r", true);
        IntStream.rangeClosed(6, 9)
                .forEach(id ->
                        writer.publish("t", "" + id, MqttQoS.AT_LEAST_ONCE, id).next());

        var ids = new ArrayList<Integer>();
        var payloads = new ArrayList<String>();
        IntStream.rangeClosed(1, 9).forEach(i -> {
            var next = back.next(MqttMessageType.PUBLISH);
            ids.add(next.packetId());
            payloads.add(next.payload());
        });
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(payloads).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void aQos2DeliveryGoesOnWhereTheLineBroke() {
        var reader = stage.kept(true, "r", false);
        reader.subscribe(1, "t", MqttQoS.EXACTLY_ONCE);
        var writer = stage.publisher(true, "app");
        writer.publish("t", "x", MqttQoS.EXACTLY_ONCE, 1).next();
        var id = reader.next(MqttMessageType.PUBLISH).packetId();
        reader.acknowledge(MqttMessageType.PUBREC, id).next(MqttMessageType.PUBREL);
        reader.cut();

        var back = stage.kept(true, "r", true);

        assertThat(back.next(MqttMessageType.PUBREL).packetId()).isEqualTo(id);
        back.acknowledge(MqttMessageType.PUBCOMP, id);
        writer.publish("t", "next", MqttQoS.EXACTLY_ONCE, 2);
        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("next");
    }

    @Test
    void aQos2PublishIsRecognisedAfterAReturn() {
        var reader = stage.subscriber(true, "app", "t", MqttQoS.AT_MOST_ONCE);
        var writer = stage.kept(true, "w", false);
        writer.publish("t", "x", MqttQoS.EXACTLY_ONCE, 1).next(MqttMessageType.PUBREC);
        writer.cut();

        var back = stage.kept(true, "w", true);
        back.publish("t", "x", MqttQoS.EXACTLY_ONCE, 1).next(MqttMessageType.PUBREC);
        back.acknowledge(MqttMessageType.PUBREL, 1).next(MqttMessageType.PUBCOMP);
        back.publish("t", "y", MqttQoS.EXACTLY_ONCE, 1).next(MqttMessageType.PUBREC);

        assertThat(reader.next().payload()).isEqualTo("x");
        assertThat(reader.next().payload()).isEqualTo("y");
    }

    @Test
    void aSecondConnectionTakesTheSessionAndTheFirstIsTold() {
        var first = stage.kept(true, "r", false);
        first.subscribe(1, "t", MqttQoS.AT_MOST_ONCE);

        var second = stage.kept(true, "r", true);
        stage.publisher(true, "app").publish("t", "x", MqttQoS.AT_MOST_ONCE, 0);

        assertThat(RawClient.code(first.next(MqttMessageType.DISCONNECT))).isEqualTo(0x8E);
        await().until(first::isClosed);
        assertThat(second.next(MqttMessageType.PUBLISH).payload()).isEqualTo("x");
    }

    @Test
    void manyConnectionsOfOneIdAtOnceLeaveOneOpen() {
        var all = IntStream.range(0, 20)
                .mapToObj(i -> stage.socket()
                        .send(MqttStage.hello(i % 2 == 0, "app", "same").build()))
                .toList();

        await().until(() -> all.stream().filter(RawClient::isClosed).count() == 19);
        var last = all.stream().filter(client -> !client.isClosed()).findFirst().orElseThrow();
        last.next(MqttMessageType.CONNACK);
        assertThat(last.subscribe(1, "t", MqttQoS.AT_MOST_ONCE)).containsExactly(0);
    }

    @Test
    void aCleanStartEndsWhatWas() {
        var first = stage.kept(true, "r", false);
        first.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        first.cut();

        stage.client(true, "app", "r").cut();

        stage.kept(true, "r", false);
    }

    @Test
    void aSessionIsNotGivenToAnotherSubject() {
        var first = stage.kept(true, "r", false);
        first.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);

        var other = stage.socket();
        var answer = other.connect(
                MqttStage.hello(true, "app/other", "r").keep().with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));

        assertThat(answer.variableHeader().isSessionPresent()).isFalse();
    }

    @Proves(v5 = "4.1.0-2")
    @Test
    void aSessionEndsWhenItsTimeHasCome() {
        var reader = stage.socket();
        reader.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.SESSION_EXPIRY_INTERVAL, 1));
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        reader.cut();
        var writer = stage.publisher(true, "app");

        await().until(() -> RawClient.code(
                        writer.publish("t", "x", MqttQoS.AT_LEAST_ONCE, 1).next())
                == 0x10);

        stage.kept(true, "r", false);
    }

    @Proves(v5 = "4.1.0-2")
    @Test
    void aGoodbyeMayChangeHowLongTheSessionIsKept() {
        var reader = stage.kept(true, "r", false);
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 0));
        reader.send(MqttMessageBuilders.disconnect().properties(properties).build());
        await().until(reader::isClosed);

        stage.kept(true, "r", false);
    }

    @Test
    void aSessionThatWasToEndCannotBeKeptByTheGoodbye() {
        var reader = stage.client(true, "app", "r");
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));

        reader.send(MqttMessageBuilders.disconnect().properties(properties).build());

        assertThat(RawClient.code(reader.next(MqttMessageType.DISCONNECT))).isEqualTo(0x82);
    }

    @Test
    void qos0IsNotKeptForTheAbsent() {
        var reader = stage.kept(true, "r", false);
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        reader.cut();
        var writer = stage.publisher(true, "app");
        writer.publish("t", "zero", MqttQoS.AT_MOST_ONCE, 0);
        writer.publish("t", "one", MqttQoS.AT_LEAST_ONCE, 1).next();

        var back = stage.kept(true, "r", true);

        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("one");
    }

    @Proves(v5 = {"3.14.2-1", "3.14.2-2"})
    @Test
    void theServersGoodbyeIsSaid() {
        var reader = stage.client(true, "app", "r");

        stage.closeDoor();

        assertThat(RawClient.code(reader.next(MqttMessageType.DISCONNECT))).isEqualTo(0x8B);
    }

    /** The goodbye of the core may overtake the opening, which takes turns between two loops. */
    @RepeatedTest(5)
    void whoIsSentAwayWhileComingInHearsBoth() {
        try (var own = new MqttStage(SessionTest::sendingAway, MqttLimits.standard())) {
            var reader = own.client(true, "app", "r");

            assertThat(RawClient.code(reader.next(MqttMessageType.DISCONNECT))).isEqualTo(0x98);
            await().until(reader::isClosed);
        }
    }

    /** Every connection is ended on another thread while it is being opened. */
    private static Broker sendingAway(Broker broker) {
        return new AroundBroker(
                broker, (arrival, connection) -> new Thread(() -> connection.close(Reason.TERMINATED)).start());
    }
}
