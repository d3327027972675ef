package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class QosTest {
    private static final MqttLimits LIMITS = new MqttLimits(
            4096,
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            10,
            4,
            100_000,
            MqttLimits.Keeping.standard(),
            ArrivalLimits.standard());

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void everyQosCrossesBetweenTheVersions(boolean from5, boolean to5) {
        try (var stage = new MqttStage()) {
            var reader = stage.subscriber(to5, "app", "a/+", MqttQoS.EXACTLY_ONCE);
            var writer = stage.publisher(from5, "app");

            writer.publish("a/b", "zero", MqttQoS.AT_MOST_ONCE, 0);
            assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("zero");

            writer.publish("a/b", "one", MqttQoS.AT_LEAST_ONCE, 5);
            assertThat(writer.next(MqttMessageType.PUBACK).packetId()).isEqualTo(5);
            var one = reader.next(MqttMessageType.PUBLISH);
            assertThat(one.payload()).isEqualTo("one");
            reader.acknowledge(MqttMessageType.PUBACK, one.packetId());

            writer.publish("a/b", "two", MqttQoS.EXACTLY_ONCE, 6);
            writer.next(MqttMessageType.PUBREC);
            writer.acknowledge(MqttMessageType.PUBREL, 6);
            assertThat(writer.next(MqttMessageType.PUBCOMP).packetId()).isEqualTo(6);
            var two = reader.next(MqttMessageType.PUBLISH);
            reader.acknowledge(MqttMessageType.PUBREC, two.packetId());
            reader.next(MqttMessageType.PUBREL);
            reader.acknowledge(MqttMessageType.PUBCOMP, two.packetId());
            assertThat(two.payload()).isEqualTo("two");
        }
    }

    @Test
    void aSubscriptionGetsAtMostTheQosItWasGranted() {
        try (var stage = new MqttStage()) {
            var reader = stage.subscriber(true, "app", "t", MqttQoS.AT_MOST_ONCE);

            stage.publisher(true, "app").publish("t", "x", MqttQoS.EXACTLY_ONCE, 1);

            assertThat(reader.next(MqttMessageType.PUBLISH)
                            .packet()
                            .fixedHeader()
                            .qosLevel())
                    .isEqualTo(MqttQoS.AT_MOST_ONCE);
        }
    }

    @Test
    void aVersion5PublisherHearsThatNobodyMatched() {
        try (var stage = new MqttStage()) {
            var five = stage.publisher(true, "app").publish("nobody", "x", MqttQoS.AT_LEAST_ONCE, 1);
            var three = stage.publisher(false, "app").publish("nobody", "x", MqttQoS.AT_LEAST_ONCE, 1);

            assertThat(RawClient.code(five.next(MqttMessageType.PUBACK))).isEqualTo(0x10);
            assertThat(RawClient.code(three.next(MqttMessageType.PUBACK))).isZero();
        }
    }

    @Test
    void aDeniedPublishIsSaidInVersion5AndSwallowedInVersion3() {
        try (var stage = new MqttStage()) {
            var reader = stage.subscriber(true, "app", "denied/#", MqttQoS.AT_MOST_ONCE);
            var five = stage.publisher(true, "app").publish("denied/x", "x", MqttQoS.EXACTLY_ONCE, 1);
            var three = stage.publisher(false, "app").publish("denied/x", "x", MqttQoS.AT_LEAST_ONCE, 1);

            assertThat(RawClient.code(five.next(MqttMessageType.PUBREC))).isEqualTo(0x87);
            assertThat(RawClient.code(three.next(MqttMessageType.PUBACK))).isZero();
            assertThat(reader.unheard()).isZero();
        }
    }

    @Test
    void aQos2PublishThatComesTwiceIsDeliveredOnce() {
        try (var stage = new MqttStage()) {
            var reader = stage.subscriber(true, "app", "t", MqttQoS.AT_MOST_ONCE);
            var writer = stage.publisher(true, "app");

            writer.publish("t", "first", MqttQoS.EXACTLY_ONCE, 1).next(MqttMessageType.PUBREC);
            writer.publish("t", "first", MqttQoS.EXACTLY_ONCE, 1).next(MqttMessageType.PUBREC);
            writer.acknowledge(MqttMessageType.PUBREL, 1).next(MqttMessageType.PUBCOMP);
            writer.publish("t", "second", MqttQoS.EXACTLY_ONCE, 1).next(MqttMessageType.PUBREC);

            assertThat(reader.next().payload()).isEqualTo("first");
            assertThat(reader.next().payload()).isEqualTo("second");
        }
    }

    @Test
    void aPubrelForNothingIsAnsweredWithItsCode() {
        try (var stage = new MqttStage()) {
            var writer = stage.publisher(true, "app");

            writer.acknowledge(MqttMessageType.PUBREL, 77);

            assertThat(RawClient.code(writer.next(MqttMessageType.PUBCOMP))).isEqualTo(0x92);
        }
    }

    @Proves(v3 = "4.8.0-2", v5 = "3.4.2-1")
    @ParameterizedTest
    @CsvSource({"AT_LEAST_ONCE, OVERLOADED", "EXACTLY_ONCE, UNAVAILABLE"})
    void whatFailsForAWhileIsSaidInVersion5AndEndsTheConnectionInVersion3(MqttQoS qos, Reason reason) {
        try (var stage =
                new MqttStage(broker -> new AroundBroker(broker, publish -> Mono.error(new Refused(reason))), LIMITS)) {
            var five = stage.publisher(true, "app").publish("t", "x", qos, 1);
            var three = stage.publisher(false, "app").publish("t", "x", qos, 1);

            assertThat(RawClient.code(five.next())).isEqualTo(0x80);
            await().until(three::isClosed);
            assertThat(three.unheard()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePubackWaitsForTheReceipt(boolean version5) {
        var receipt = new CompletableFuture<Void>();
        try (var stage = new MqttStage(
                broker -> new AroundBroker(
                        broker, publish -> Mono.fromFuture(receipt).then(publish)),
                LIMITS)) {
            var writer = stage.publisher(version5, "app");

            writer.publish("t", "x", MqttQoS.AT_LEAST_ONCE, 1);
            writer.acknowledge(MqttMessageType.PUBREL, 9).next(MqttMessageType.PUBCOMP);
            assertThat(writer.unheard()).isZero();
            receipt.complete(null);

            assertThat(writer.next(MqttMessageType.PUBACK).packetId()).isEqualTo(1);
        }
    }

    @Test
    void acknowledgementsKeepTheOrderOfThePublishes() {
        var first = new CompletableFuture<Void>();
        var turn = new AtomicReference<>(Mono.fromFuture(first));
        try (var stage = new MqttStage(
                broker -> new AroundBroker(
                        broker, publish -> turn.getAndSet(Mono.empty()).then(publish)),
                LIMITS)) {
            var writer = stage.publisher(true, "app");

            writer.publish("t", "late", MqttQoS.AT_LEAST_ONCE, 1).publish("t", "early", MqttQoS.AT_LEAST_ONCE, 2);
            writer.acknowledge(MqttMessageType.PUBREL, 9).next(MqttMessageType.PUBCOMP);
            first.complete(null);

            assertThat(writer.next(MqttMessageType.PUBACK).packetId()).isEqualTo(1);
            assertThat(writer.next(MqttMessageType.PUBACK).packetId()).isEqualTo(2);
        }
    }

    @Proves(v5 = "3.3.4-7")
    @Test
    void aVersion5ClientAboveTheReceiveMaximumIsCutOff() {
        try (var stage = new MqttStage(broker -> new AroundBroker(broker, publish -> Mono.never()), LIMITS)) {
            var writer = stage.publisher(true, "app");

            IntStream.rangeClosed(1, 11).forEach(id -> writer.publish("t", "x", MqttQoS.AT_LEAST_ONCE, id));

            assertThat(RawClient.code(writer.next(MqttMessageType.DISCONNECT))).isEqualTo(0x93);
        }
    }

    @Test
    void aVersion3ClientWithTooManyOpenPublishesIsNotReadOnUntilTheyAreAnswered() {
        var gate = new CompletableFuture<Void>();
        try (var stage = new MqttStage(
                broker -> new AroundBroker(
                        broker, publish -> Mono.fromFuture(gate).then(publish)),
                LIMITS)) {
            var writer = stage.publisher(false, "app");
            var text = "x".repeat(4_000);

            IntStream.rangeClosed(1, 500).forEach(id -> writer.channel().write(RawClient.packet("t", text, id)));
            writer.channel().flush();
            await().until(() -> bytesIn(stage) > 40_000);
            await().during(Duration.ofSeconds(1)).until(() -> bytesIn(stage) < 500_000);
            gate.complete(null);

            IntStream.rangeClosed(1, 500)
                    .forEach(
                            id -> assertThat(writer.next(MqttMessageType.PUBACK).packetId())
                                    .isEqualTo(id));
            assertThat(bytesIn(stage)).isGreaterThan(2_000_000);
        }
    }

    /** Of the only client. */
    private static long bytesIn(MqttStage stage) {
        return stage.broker()
                .connections()
                .all()
                .mapToLong(
                        only -> Objects.requireNonNull(only.state().session()).bytesIn())
                .sum();
    }

    @Test
    void whoIsNotReadForOurSakeIsNotTakenForSilent() {
        var gate = new CompletableFuture<Void>();
        try (var stage = new MqttStage(
                broker -> new AroundBroker(
                        broker, publish -> Mono.fromFuture(gate).then(publish)),
                LIMITS)) {
            var writer = stage.socket();
            writer.connect(MqttStage.hello(false, "app", "busy").with(hello -> hello.keepAlive(1)));

            IntStream.rangeClosed(1, 30).forEach(id -> writer.publish("t", "x", MqttQoS.AT_LEAST_ONCE, id));
            await().during(Duration.ofSeconds(3)).until(() -> !writer.isClosed());
            gate.complete(null);

            IntStream.rangeClosed(1, 30)
                    .forEach(
                            id -> assertThat(writer.next(MqttMessageType.PUBACK).packetId())
                                    .isEqualTo(id));
        }
    }

    @Test
    void aQosAboveTheOfferEndsTheConnection() {
        try (var stage = new MqttStage()) {
            stage.offer(new MqttProfile(1, true, true, true, 10, 100, true));
            var writer = stage.publisher(true, "app");

            writer.publish("t", "x", MqttQoS.EXACTLY_ONCE, 1);

            assertThat(RawClient.code(writer.next(MqttMessageType.DISCONNECT))).isEqualTo(0x9B);
            await().until(writer::isClosed);
        }
    }

    @Test
    void aPacketAboveTheClientsMaximumIsLeftOutAndTheNextOneComes() {
        try (var stage = new MqttStage()) {
            var reader = stage.socket();
            reader.connect(MqttStage.hello(true, "app", "r")
                    .with(io.netty.handler.codec.mqtt.MqttProperties.MAXIMUM_PACKET_SIZE, 300)
                    .with(io.netty.handler.codec.mqtt.MqttProperties.RECEIVE_MAXIMUM, 1));
            reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);

            stage.publisher(true, "app")
                    .publish("t", "x".repeat(500), MqttQoS.AT_LEAST_ONCE, 1)
                    .publish("t", "small", MqttQoS.AT_LEAST_ONCE, 2);

            assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("small");
            assertThat(stage.dropped()).containsExactly(Reason.TOO_LARGE);
        }
    }
}
