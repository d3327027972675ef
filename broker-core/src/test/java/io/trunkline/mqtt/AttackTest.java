package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What took the bare jar down, or got through it; after each, everybody else is served as before. */
class AttackTest {
    private final MqttStage stage = new MqttStage();
    private RawClient reader;
    private RawClient writer;

    @BeforeEach
    void open() {
        reader = stage.subscriber(true, "app", "work/#", MqttQoS.AT_LEAST_ONCE);
        writer = stage.publisher(false, "app");
    }

    /** Enough clients that every session loop has some. */
    @AfterEach
    void everybodyElseIsServed() {
        writer.publish("work/1", "still here", MqttQoS.AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);
        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("still here");
        IntStream.range(0, 8).forEach(i -> {
            var fresh = stage.subscriber(i % 2 == 0, "app", "fresh", MqttQoS.AT_LEAST_ONCE);
            writer.publish("fresh", "hello", MqttQoS.AT_LEAST_ONCE, 2).next(MqttMessageType.PUBACK);
            fresh.next(MqttMessageType.PUBLISH);
            fresh.cut();
        });
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share", "$share/", "$share/group", "$share/group/", "$share//filter"})
    void aMalformedShareIsAnsweredByACodeInVersion3(String filter) {
        var three = stage.client(false, "app", "attacker3");

        assertThat(three.subscribe(1, filter, MqttQoS.AT_MOST_ONCE)).containsExactly(0x80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$share/", "$share/group", "$share/group/", "$share//filter", "$share/g+/filter", "$share/#/x"})
    void aMalformedShareEndsTheConnectionInVersion5(String filter) {
        var five = stage.client(true, "app", "attacker");

        five.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, filter)
                .build());

        assertThat(RawClient.code(five.next(MqttMessageType.DISCONNECT))).isEqualTo(0x82);
    }

    @Test
    void leavingAShareOneIsNotInWhileInAnotherIsAnswered() {
        var client = stage.client(true, "app", "attacker");
        client.subscribe(1, "$share/one/x", MqttQoS.AT_LEAST_ONCE);

        assertThat(client.unsubscribe(2, "$share/two/x")).containsExactly((short) 0x11);
    }

    @Test
    void aDeniedShareDeliversNothing() {
        var client = stage.client(true, "app", "attacker");

        assertThat(client.subscribe(1, "$share/g/secure/theirs/x", MqttQoS.AT_LEAST_ONCE))
                .containsExactly(0x87);
        writer.publish("secure/theirs/x", "secret", MqttQoS.AT_LEAST_ONCE, 9).next(MqttMessageType.PUBACK);
        client.send(io.netty.handler.codec.mqtt.MqttMessage.PINGREQ).next(MqttMessageType.PINGRESP);

        assertThat(client.unheard()).isZero();
    }

    @Test
    void aFilterThatNoTopicCanMatchBecauseOfItsLetterCaseIsRefused() {
        var client = stage.client(true, "app", "attacker");

        assertThat(client.subscribe(1, "SECURE/x", MqttQoS.AT_LEAST_ONCE)).containsExactly(0x8F);
        assertThat(client.subscribe(2, "Priv/#", MqttQoS.AT_LEAST_ONCE)).containsExactly(0x8F);
    }

    @Test
    void aSubscribeWithoutAFilterIsAProtocolError() {
        var client = stage.client(true, "app", "attacker");

        client.send(new MqttSubscribeMessage(
                new MqttFixedHeader(MqttMessageType.SUBSCRIBE, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                new MqttMessageIdAndPropertiesVariableHeader(1, MqttProperties.NO_PROPERTIES),
                new MqttSubscribePayload(List.of())));

        assertThat(RawClient.code(client.next(MqttMessageType.DISCONNECT))).isEqualTo(0x82);
    }

    @Test
    void aFilterOfThirtyThousandLevelsIsRefused() {
        var client = stage.client(true, "app", "attacker");

        assertThat(client.subscribe(1, "/".repeat(30_000), MqttQoS.AT_LEAST_ONCE))
                .containsExactly(0x8F);
        assertThat(client.subscribe(2, "a/".repeat(64) + "a", MqttQoS.AT_LEAST_ONCE))
                .containsExactly(0x8F);
    }

    @Test
    void aTopicOfThirtyThousandLevelsIsRefused() {
        var client = stage.client(true, "app", "attacker");

        client.publish("/".repeat(30_000), "x", MqttQoS.AT_LEAST_ONCE, 1);

        assertThat(RawClient.code(client.next(MqttMessageType.PUBACK))).isEqualTo(0x90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SYS", "$SYS/broker/uptime", "$share/g/work/1"})
    void whatServersSayIsNotSaidByClients(String topic) {
        var listening = stage.subscriber(true, "app", "$SYS/#", MqttQoS.AT_LEAST_ONCE);
        var three = stage.client(false, "app", "attacker3");
        var five = stage.client(true, "app", "attacker");

        three.publish(topic, "x", MqttQoS.AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);
        five.publish(topic, "x", MqttQoS.AT_LEAST_ONCE, 1);

        assertThat(RawClient.code(five.next(MqttMessageType.PUBACK))).isEqualTo(0x90);
        listening.send(io.netty.handler.codec.mqtt.MqttMessage.PINGREQ).next(MqttMessageType.PINGRESP);
        assertThat(listening.unheard()).isZero();
    }

    @Test
    void otherTopicsWithADollarAreLikeAnyOther() {
        var listening = stage.subscriber(true, "app", "$SYSTEM/#", MqttQoS.AT_LEAST_ONCE);

        writer.publish("$SYSTEM/x", "x", MqttQoS.AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);

        assertThat(listening.next(MqttMessageType.PUBLISH).payload()).isEqualTo("x");
    }

    @Test
    void acknowledgementsOfNothingAreIgnored() {
        var client = stage.client(true, "app", "attacker");
        client.subscribe(1, "own", MqttQoS.AT_LEAST_ONCE);

        IntStream.range(1, 50).forEach(id -> {
            client.acknowledge(MqttMessageType.PUBACK, id);
            client.acknowledge(MqttMessageType.PUBREC, id);
            client.acknowledge(MqttMessageType.PUBCOMP, id);
        });
        client.publish("own", "x", MqttQoS.AT_LEAST_ONCE, 1);

        await().until(() -> client.next().type() == MqttMessageType.PUBLISH);
    }

    @Test
    void aTopicAliasOutOfRangeOrNeverSetEndsTheConnection() {
        var far = stage.client(true, "app", "attacker1");
        var unset = stage.client(true, "app", "attacker2");

        far.publish("t", "x", MqttQoS.AT_LEAST_ONCE, 1, alias(1000), false);
        unset.publish("", "x", MqttQoS.AT_LEAST_ONCE, 1, alias(1), false);

        assertThat(RawClient.code(far.next(MqttMessageType.DISCONNECT))).isEqualTo(0x94);
        assertThat(RawClient.code(unset.next(MqttMessageType.DISCONNECT))).isEqualTo(0x82);
    }

    @Test
    void aTopicAliasMayBeUsedAndSetAgainAsOftenAsOneLikes() {
        var client = stage.client(true, "app", "honest");

        client.publish("work/1", "a", MqttQoS.AT_LEAST_ONCE, 1, alias(1), false);
        client.publish("", "b", MqttQoS.AT_LEAST_ONCE, 2, alias(1), false);
        client.publish("work/2", "c", MqttQoS.AT_LEAST_ONCE, 3, alias(1), false);
        client.publish("", "d", MqttQoS.AT_LEAST_ONCE, 4, alias(1), false);

        IntStream.range(0, 4)
                .forEach(i -> assertThat(reader.next(MqttMessageType.PUBLISH).payload())
                        .isEqualTo("abcd".substring(i, i + 1)));
    }

    @Test
    void aClientIdWithSeparatorsIsJustAnId() {
        var slash = stage.client(true, "app", "x/a");
        var other = stage.client(true, "app", "#");
        stage.client(true, "app/x", "a");

        slash.send(MqttMessageBuilders.subscribe()
                        .messageId(1)
                        .addSubscription(MqttQoS.AT_MOST_ONCE, "t")
                        .build())
                .next(MqttMessageType.SUBACK);
        other.send(io.netty.handler.codec.mqtt.MqttMessage.PINGREQ).next(MqttMessageType.PINGRESP);
    }

    @Test
    void randomBytesAfterTheConnectHurtTheirSenderAlone() {
        var random = new Random(1);
        for (var i = 0; i < 50; i++) {
            var client = stage.client(i % 2 == 0, "app", "fuzz" + i);
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            client.sendBytes(ByteBufUtil.hexDump(Unpooled.wrappedBuffer(bytes)));
            client.cut();
        }
    }

    private static MqttProperties alias(int alias) {
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.TOPIC_ALIAS, alias));
        return properties;
    }
}
