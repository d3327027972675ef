package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.trunkline.mqtt.RawClient.MqttConnectBuilder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WillTest {
    private final MqttStage stage = new MqttStage();
    private final RawClient reader = stage.subscriber(true, "app", "#", MqttQoS.AT_LEAST_ONCE);

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isPublishedWhenTheLineBreaks(boolean version5) {
        var client = stage.socket();
        client.connect(will(version5, 0, "wills/a"));

        client.cut();

        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("gone");
    }

    @Proves(v5 = "3.1.2-8")
    @Test
    void isPublishedWhenTheClientBreaksTheProtocol() {
        var client = stage.socket();
        client.connect(will(true, 0, "wills/a"));

        client.sendBytes("f000");

        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("gone");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isForgottenAfterAGoodbye(boolean version5) {
        var client = stage.socket();
        client.connect(will(version5, 0, "wills/a"));

        client.send(MqttMessageBuilders.disconnect().build());
        await().until(client::isClosed);

        assertNothingCame();
    }

    @Test
    void isPublishedAfterAGoodbyeThatAsksForIt() {
        var client = stage.socket();
        client.connect(will(true, 0, "wills/a"));

        client.send(MqttMessageBuilders.disconnect()
                .reasonCode(MqttReasonCodes.Disconnect.DISCONNECT_WITH_WILL_MESSAGE.byteValue())
                .build());

        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("gone");
    }

    @Proves(v5 = "3.1.2-8")
    @Test
    void isPublishedAfterItsDelay() {
        var client = stage.socket();
        client.connect(will(true, 1, "wills/a").keep().with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));
        client.cut();
        assertNothingCame();

        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("gone");
    }

    @Proves(v5 = "3.1.3-9")
    @Test
    void isForgottenWhenTheClientComesBackInTime() {
        var client = stage.socket();
        client.connect(will(true, 1, "wills/a").keep().with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));
        client.cut();
        var back = stage.socket();
        back.connect(MqttStage.hello(true, "app", "w").keep().with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));

        await().during(java.time.Duration.ofMillis(1500)).until(() -> reader.unheard() == 0);
    }

    @Proves(v5 = "3.1.2-8")
    @Test
    void isPublishedWhenTheSessionEndsBeforeTheDelay() {
        var client = stage.socket();
        client.connect(will(true, 600, "wills/a").with(MqttProperties.SESSION_EXPIRY_INTERVAL, 1));

        client.cut();

        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("gone");
    }

    @Test
    void isPublishedWhenAnotherConnectionTakesOver() {
        var client = stage.socket();
        client.connect(will(true, 0, "wills/a"));

        stage.client(true, "app", "w");

        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("gone");
    }

    @Test
    void isNotPublishedWhereItsClientMayNotPublish() {
        var client = stage.socket();
        client.connect(will(true, 0, "denied/a"));

        client.cut();

        await().during(java.time.Duration.ofMillis(300)).until(() -> reader.unheard() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Secure/a", "$SYS/a"})
    void aWillThatCouldNeverBePublishedIsRefused(String topic) {
        var answer = stage.socket().connect(will(true, 0, topic));

        assertThat(answer.variableHeader().connectReturnCode().byteValue() & 0xff)
                .isEqualTo(0x90);
    }

    private void assertNothingCame() {
        reader.send(io.netty.handler.codec.mqtt.MqttMessage.PINGREQ).next(MqttMessageType.PINGRESP);
        assertThat(reader.unheard()).isZero();
    }

    private static MqttConnectBuilder will(boolean version5, int delay, String topic) {
        var properties = new MqttProperties();
        if (delay > 0) {
            properties.add(new IntegerProperty(MqttProperties.WILL_DELAY_INTERVAL, delay));
        }
        return MqttStage.hello(version5, "app", "w")
                .with(b -> b.willFlag(true)
                        .willTopic(topic)
                        .willQoS(MqttQoS.AT_LEAST_ONCE)
                        .willProperties(properties)
                        .willMessage("gone".getBytes(StandardCharsets.UTF_8)));
    }
}
