package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.trunkline.mqtt.RawClient.Heard;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
    private final MqttStage stage = new MqttStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void everyFilterHasItsOwnCode() {
        var five = stage.client(true, "app", "a");
        var three = stage.client(false, "app", "b");

        var codes5 = five.subscribe(b -> ask(b));
        var codes3 = three.subscribe(b -> ask(b));

        assertThat(codes5).containsExactly(1, 0x87, 0x87, 0x8F, 2);
        assertThat(codes3).containsExactly(1, 0x80, 0x80, 0x80, 2);
    }

    private static io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder ask(
            io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder builder) {
        return builder.messageId(1)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "open/+")
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "secure/theirs")
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "priv/anyone")
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "a*b")
                .addSubscription(MqttQoS.EXACTLY_ONCE, "secure/mine/x");
    }

    @Test
    void whatTheLoginDoesNotOfferHasItsCode() {
        stage.offer(new MqttProfile(1, true, false, false, 10, 100, true));
        var client = stage.client(true, "app", "a");

        assertThat(client.subscribe(1, "a/+", MqttQoS.AT_MOST_ONCE)).containsExactly(0xA2);
        assertThat(client.subscribe(2, "$share/g/a", MqttQoS.AT_MOST_ONCE)).containsExactly(0x9E);
        assertThat(client.subscribe(3, "a", MqttQoS.EXACTLY_ONCE)).containsExactly(1);
    }

    @Test
    void unsubscribingSaysWhetherThereWasOne() {
        var client = stage.subscriber(true, "app", "t", MqttQoS.AT_MOST_ONCE);

        assertThat(client.unsubscribe(2, "t")).containsExactly((short) 0);
        assertThat(client.unsubscribe(3, "t")).containsExactly((short) 0x11);
        stage.publisher(true, "app").publish("t", "x", MqttQoS.AT_LEAST_ONCE, 1).next();
        assertNothingMore(client);
    }

    @Proves(v5 = "3.8.3-3")
    @Test
    void noLocalKeepsOnesOwnAway() {
        var client = stage.client(true, "app", "a");
        client.subscribe(b ->
                b.messageId(1).addSubscription("t", option(true, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE)));

        client.publish("t", "own", MqttQoS.AT_LEAST_ONCE, 1).next(MqttMessageType.PUBACK);
        stage.publisher(true, "app")
                .publish("t", "other", MqttQoS.AT_LEAST_ONCE, 1)
                .next();

        assertThat(client.next(MqttMessageType.PUBLISH).payload()).isEqualTo("other");
    }

    @Test
    void aSharedSubscriptionCannotBeNoLocal() {
        var client = stage.client(true, "app", "a");

        client.send(io.netty.handler.codec.mqtt.MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription("$share/g/t", option(true, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE))
                .build());

        assertThat(RawClient.code(client.next(MqttMessageType.DISCONNECT))).isEqualTo(0x82);
    }

    @Proves(v5 = {"3.3.4-2", "3.3.4-3", "3.3.4-4"})
    @Test
    void allIdentifiersOfOverlappingSubscriptionsComeOnOneDeliveryOfTheHighestQos() {
        var client = stage.client(true, "app", "a");
        client.subscribe(b -> identified(b, 1, 7).addSubscription(MqttQoS.AT_MOST_ONCE, "a/+"));
        client.subscribe(b -> identified(b, 2, 300).addSubscription(MqttQoS.AT_LEAST_ONCE, "a/b"));
        client.subscribe(b -> b.messageId(3).addSubscription(MqttQoS.AT_MOST_ONCE, "#"));

        stage.publisher(true, "app")
                .publish("a/b", "x", MqttQoS.AT_LEAST_ONCE, 1)
                .next();

        var heard = client.next(MqttMessageType.PUBLISH);
        assertThat(heard.packet().fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
        assertThat(identifiers(heard)).containsExactlyInAnyOrder(7, 300);
        assertNothingMore(client);
    }

    @Test
    void anIdentifierComesOnQos0Too() {
        var client = stage.client(true, "app", "a");
        client.subscribe(b -> identified(b, 1, 9).addSubscription(MqttQoS.AT_MOST_ONCE, "t"));

        stage.publisher(true, "app").publish("t", "x", MqttQoS.AT_MOST_ONCE, 0);

        assertThat(identifiers(client.next(MqttMessageType.PUBLISH))).containsExactly(9);
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_MOST_ONCE", "AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void aRetainedMessageOfAnyQosIsThereForTheNextSubscriber(MqttQoS qos) {
        retain(stage.publisher(true, "app"), "kept", qos);

        var heard = stage.subscriber(false, "app", "t", qos).next(MqttMessageType.PUBLISH);

        assertThat(heard.payload()).isEqualTo("kept");
        assertThat(heard.packet().fixedHeader().isRetain()).isTrue();
    }

    @Test
    void anEmptyRetainedMessageClears() {
        var writer = stage.publisher(true, "app");
        retain(writer, "kept", MqttQoS.AT_LEAST_ONCE);
        retain(writer, "", MqttQoS.AT_LEAST_ONCE);

        assertNothingMore(stage.subscriber(true, "app", "t", MqttQoS.AT_LEAST_ONCE));
    }

    @Test
    void retainIsToldAsPublishedOnlyToThoseWhoAsk() {
        var plain = stage.subscriber(true, "app", "t", MqttQoS.AT_MOST_ONCE);
        var asks = stage.client(true, "app", "a");
        asks.subscribe(b ->
                b.messageId(1).addSubscription("t", option(false, true, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE)));

        retain(stage.publisher(true, "app"), "x", MqttQoS.AT_LEAST_ONCE);

        assertThat(plain.next(MqttMessageType.PUBLISH).packet().fixedHeader().isRetain())
                .isFalse();
        assertThat(asks.next(MqttMessageType.PUBLISH).packet().fixedHeader().isRetain())
                .isTrue();
    }

    @Test
    void retainHandlingIsObeyed() {
        retain(stage.publisher(true, "app"), "kept", MqttQoS.AT_LEAST_ONCE);
        var never = stage.client(true, "app", "a");
        var once = stage.client(true, "app", "b");

        never.subscribe(handling(RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE));
        assertNothingMore(never);
        once.subscribe(handling(RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS));
        assertThat(once.next(MqttMessageType.PUBLISH).payload()).isEqualTo("kept");
        once.subscribe(handling(RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS));
        assertNothingMore(once);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aShareGroupHearsEveryMessageOnce(boolean version5) {
        var members = IntStream.range(0, 3)
                .mapToObj(i -> stage.subscriber(version5, "app", "$share/g/work/#", MqttQoS.AT_MOST_ONCE))
                .toList();
        var writer = stage.publisher(true, "app");

        IntStream.rangeClosed(1, 30)
                .forEach(i -> writer.publish("work/x", "job", MqttQoS.AT_LEAST_ONCE, i)
                        .next());

        var counts = members.stream().map(RawClient::publishesSoFar).toList();
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
        assertThat(counts).allMatch(count -> count > 0);
    }

    @Test
    void aPlainAndASharedSubscriptionOfOneFilterAreTwo() {
        var client = stage.client(true, "app", "a");
        client.subscribe(1, "t", MqttQoS.AT_MOST_ONCE);
        client.subscribe(2, "$share/g/t", MqttQoS.AT_MOST_ONCE);

        assertThat(client.unsubscribe(3, "$share/g/t")).containsExactly((short) 0);
        stage.publisher(true, "app").publish("t", "x", MqttQoS.AT_MOST_ONCE, 0);

        assertThat(client.next(MqttMessageType.PUBLISH).payload()).isEqualTo("x");
    }

    private static java.util.function.UnaryOperator<io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder>
            handling(RetainedHandlingPolicy policy) {
        return b -> b.messageId(1).addSubscription("t", option(false, false, policy));
    }

    private static MqttSubscriptionOption option(
            boolean noLocal, boolean asPublished, RetainedHandlingPolicy handling) {
        return new MqttSubscriptionOption(MqttQoS.AT_LEAST_ONCE, noLocal, asPublished, handling);
    }

    private static io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder identified(
            io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder builder, int packetId, int identifier) {
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, identifier));
        return builder.messageId(packetId).properties(properties);
    }

    private static List<Integer> identifiers(Heard heard) {
        return ((MqttPublishMessage) heard.packet())
                .variableHeader().properties().getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER).stream()
                        .map(property -> (Integer) property.value())
                        .toList();
    }

    private static void retain(RawClient writer, String payload, MqttQoS qos) {
        writer.publish("t", payload, qos, 1, MqttProperties.NO_PROPERTIES, true);
        if (qos == MqttQoS.EXACTLY_ONCE) {
            writer.next(MqttMessageType.PUBREC);
            writer.acknowledge(MqttMessageType.PUBREL, 1).next(MqttMessageType.PUBCOMP);
        } else if (qos == MqttQoS.AT_LEAST_ONCE) {
            writer.next(MqttMessageType.PUBACK);
        } else {
            assertNothingMore(writer);
        }
    }

    private static void assertNothingMore(RawClient client) {
        client.send(MqttMessage.PINGREQ).next(MqttMessageType.PINGRESP);
        assertThat(client.unheard()).isZero();
    }
}
