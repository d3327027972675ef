package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
    private static final MqttLimits IMPATIENT = new MqttLimits(
            4096,
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            10,
            4,
            100_000,
            new MqttLimits.Keeping(Duration.ofHours(1), 100_000, 10, 100_000),
            ArrivalLimits.standard());

    private final MqttStage stage = new MqttStage(UnaryOperator.identity(), IMPATIENT);

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "!UNAUTHENTICATED, 0x86, 4",
        "!UNKNOWN_APPLICATION, 0x86, 4",
        "!APPLICATION_DISABLED, 0x8A, 5",
        "!ADDRESS_DENIED, 0x87, 5",
        "!FORBIDDEN, 0x87, 5",
        "!UNAVAILABLE, 0x88, 3",
        "!OVERLOADED, 0x89, 3",
        "!LIMIT_REACHED, 0x97, 3"
    })
    void everyRefusalHasItsCodeInBothVersions(String user, String version5, int version3) {
        var five = stage.socket().connect(MqttStage.hello(true, user, "a"));
        var three = stage.socket().connect(MqttStage.hello(false, user, "a"));

        assertThat(code(five)).isEqualTo(Integer.decode(version5));
        assertThat(five.variableHeader().properties().getProperty(MqttProperties.REASON_STRING))
                .isNotNull();
        assertThat(code(three)).isEqualTo(version3);
    }

    @Test
    void aRefusedClientIsCutOff() {
        var client = stage.socket();

        client.connect(MqttStage.hello(true, "!UNAUTHENTICATED", "a"));

        await().until(client::isClosed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyComesInWithoutCredentials(boolean version5) {
        var hello = RawClient.hello("a");

        var answer = stage.socket().connect(version5 ? hello.v5() : hello);

        assertThat(code(answer)).isEqualTo(version5 ? 0x86 : 4);
    }

    @Test
    void anAuthenticationMethodIsRefused() {
        var properties = new MqttProperties();
        properties.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "SCRAM-SHA-1"));

        var answer = stage.socket().connect(MqttStage.hello(true, "app", "a").with(b -> b.properties(properties)));

        assertThat(code(answer)).isEqualTo(0x8C);
    }

    @Test
    void aKeptSessionNeedsAClientId() {
        var answer = stage.socket().connect(MqttStage.hello(false, "app", "").keep());

        assertThat(code(answer)).isEqualTo(2);
    }

    @Test
    void aClientIdThatIsTooLongIsRefused() {
        var five = stage.socket().connect(MqttStage.hello(true, "app", "x".repeat(257)));
        var three = stage.socket().connect(MqttStage.hello(false, "app", "x".repeat(257)));

        assertThat(code(five)).isEqualTo(0x85);
        assertThat(code(three)).isEqualTo(2);
    }

    @Test
    void aVersion5ClientWithoutAnIdIsToldItsOwn() {
        var answer = stage.socket().connect(MqttStage.hello(true, "app", ""));

        assertThat(answer.variableHeader()
                        .properties()
                        .getProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER)
                        .value())
                .isEqualTo("assigned-1");
    }

    @Test
    void theConnackAnnouncesTheLimitsAndTheOffer() {
        stage.offer(new MqttProfile(1, false, true, false, 10, 100, true));

        var answer = stage.socket()
                .connect(MqttStage.hello(true, "app", "a").with(MqttProperties.SESSION_EXPIRY_INTERVAL, -1));

        var properties = answer.variableHeader().properties();
        assertThat(integer(properties, MqttProperties.RECEIVE_MAXIMUM)).isEqualTo(10);
        assertThat(integer(properties, MqttProperties.MAXIMUM_PACKET_SIZE)).isEqualTo(4096);
        assertThat(integer(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM)).isEqualTo(4);
        assertThat(integer(properties, MqttProperties.MAXIMUM_QOS)).isEqualTo(1);
        assertThat(integer(properties, MqttProperties.RETAIN_AVAILABLE)).isZero();
        assertThat(integer(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE))
                .isZero();
        assertThat(integer(properties, MqttProperties.SESSION_EXPIRY_INTERVAL)).isEqualTo(3600);
    }

    @Test
    void whatFollowsTheConnectAtOnceIsAnsweredAfterTheConnack() {
        var client = stage.socket();
        client.channel().write(MqttStage.hello(false, "app", "a").build());
        client.channel()
                .write(MqttMessageBuilders.subscribe()
                        .messageId(1)
                        .addSubscription(MqttQoS.AT_MOST_ONCE, "t")
                        .build());
        client.publish("t", "hello", MqttQoS.AT_LEAST_ONCE, 2);

        client.next(MqttMessageType.CONNACK);
        client.next(MqttMessageType.SUBACK);
        assertThat(java.util.Set.of(client.next().type(), client.next().type()))
                .containsExactlyInAnyOrder(MqttMessageType.PUBLISH, MqttMessageType.PUBACK);
    }

    @Proves(v5 = "3.1.0-2")
    @Test
    void aSecondConnectEndsTheConnection() {
        var client = stage.client(true, "app", "a");

        client.send(MqttStage.hello(true, "app", "a").build());

        assertThat(RawClient.code(client.next(MqttMessageType.DISCONNECT))).isEqualTo(0x82);
        await().until(client::isClosed);
    }

    @Proves(v5 = {"4.12.1-2", "4.13.1-1"})
    @Test
    void anAuthPacketEndsTheConnection() {
        var client = stage.client(true, "app", "a");

        client.sendBytes("f000");

        assertThat(RawClient.code(client.next(MqttMessageType.DISCONNECT))).isEqualTo(0x82);
    }

    @Proves(v3 = "3.1.0-1", v5 = "3.1.0-1")
    @ParameterizedTest
    @ValueSource(
            strings = {"474554202f20485454502f312e310d0a0d0a", "c000", "ffffffffffffffff", "300500016130", "16030100"})
    void garbageBeforeTheConnectClosesWithoutAWord(String bytes) {
        var client = stage.socket().sendBytes(bytes);

        await().until(client::isClosed);
        assertThat(client.unheard()).isZero();
    }

    @Test
    void anUnknownVersionIsToldSo() {
        var client = stage.socket().sendBytes("100e00044d515454090200000002" + "6161");

        var answer = (MqttConnAckMessage) client.next(MqttMessageType.CONNACK).packet();
        assertThat(code(answer)).isEqualTo(1);
    }

    @Test
    void whoSaysNothingIsCutOffAfterAWhile() {
        var client = stage.socket();

        await().until(client::isClosed);
    }

    @Test
    void aPacketAboveTheLimitEndsTheConnectionWithItsCode() {
        var client = stage.client(true, "app", "a");

        client.publish("t", "x".repeat(5000), MqttQoS.AT_LEAST_ONCE, 1);

        assertThat(RawClient.code(client.next(MqttMessageType.DISCONNECT))).isEqualTo(0x95);
        await().until(client::isClosed);
    }

    @Proves(
            v3 = "3.1.2-24",
            v5 = {"3.1.2-22", "3.2.2-22"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsSilentForOneAndAHalfKeepAlivesIsCutOff(boolean version5) {
        var client = stage.socket();
        client.connect(MqttStage.hello(version5, "app", "a").with(b -> b.keepAlive(1)));

        if (version5) {
            assertThat(RawClient.code(client.next(MqttMessageType.DISCONNECT))).isEqualTo(0x8D);
        }
        await().atMost(Duration.ofSeconds(30)).until(client::isClosed);
    }

    @Test
    void mqtt31IsServedToo() {
        var client = stage.socket();

        var answer =
                client.connect(MqttStage.hello(false, "app", "a").with(b -> b.protocolVersion(MqttVersion.MQTT_3_1)));

        assertThat(code(answer)).isZero();
    }

    private static int code(MqttConnAckMessage answer) {
        return answer.variableHeader().connectReturnCode().byteValue() & 0xff;
    }

    private static int integer(MqttProperties properties, int id) {
        return (Integer) properties.getProperty(id).value();
    }
}
