package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.mqtt.RawClient.MqttConnectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions whose door has gone, and which another one goes on with. */
class RestoredSessionTest {
    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isThereWithItsSubscriptionsAfterAKill(boolean version5) {
        doors.kept(version5, "r", false).subscribe(1, "t/+", MqttQoS.AT_LEAST_ONCE);

        doors.kill();
        var writer = doors.stage().publisher(true, "app");
        writer.publish("t/a", "1", MqttQoS.AT_LEAST_ONCE, 1).next();
        var back = doors.kept(version5, "r", true);
        writer.publish("t/b", "2", MqttQoS.AT_LEAST_ONCE, 2).next();

        var first = back.next(MqttMessageType.PUBLISH);
        var second = back.next(MqttMessageType.PUBLISH);
        assertThat(List.of(first.payload(), second.payload())).containsExactly("1", "2");
        assertThat(first.packet().fixedHeader().isDup()).isFalse();
    }

    @Test
    void whatTheClientGaveUpIsNotThere() {
        var reader = doors.kept(true, "r", false);
        reader.subscribe(1, "t/a", MqttQoS.AT_LEAST_ONCE);
        reader.subscribe(2, "t/b", MqttQoS.AT_LEAST_ONCE);
        reader.unsubscribe(3, "t/a");

        doors.kill();
        var back = doors.kept(true, "r", true);
        var writer = doors.stage().publisher(true, "app");
        writer.publish("t/a", "1", MqttQoS.AT_LEAST_ONCE, 1).next();
        writer.publish("t/b", "2", MqttQoS.AT_LEAST_ONCE, 2).next();

        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("2");
    }

    @Test
    void goesOnOverAnyNumberOfRestarts() {
        doors.kept(true, "r", false).subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        doors.stop();
        doors.kill();
        doors.stop();
        var back = doors.kept(true, "r", true);

        doors.stage()
                .publisher(true, "app")
                .publish("t", "1", MqttQoS.AT_LEAST_ONCE, 1)
                .next();

        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("1");
    }

    @Test
    void endsWhenItsTimeIsOverThoughNobodyRan() {
        doors.kept(true, "r", false).cut();
        doors.awaitLeft("r");
        doors.later(Duration.ofSeconds(61));

        doors.kill();

        await().until(() -> doors.sessions().isEmpty());
        doors.kept(true, "r", false);
    }

    @Test
    void hasTheRestOfItsTimeAfterARestart() {
        doors.kept(true, "r", false);
        doors.stop();
        var left = doors.saved("r").left();
        doors.later(Duration.ofSeconds(59));
        doors.stage().closeDoor();
        assertThat(doors.saved("r").left()).isEqualTo(left);

        doors.open();

        await().until(() -> doors.sessions().isEmpty());
    }

    @Test
    void isNotKeptWhereItEndsWithItsConnection() {
        var reader = doors.stage().client(true, "app", "short");
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        doors.kept(true, "r", false);
        await().until(() -> doors.sessions().containsKey("app/r"));
        assertThat(doors.sessions()).containsOnlyKeys("app/r");

        doors.stage().client(true, "app", "r");

        await().until(() -> doors.sessions().isEmpty());
    }

    @Test
    void isForgottenWhenAGoodbyeEndsIt() {
        var reader = doors.kept(true, "r", false);
        await().until(() -> doors.sessions().containsKey("app/r"));
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 0));

        reader.send(MqttMessageBuilders.disconnect()
                .properties(properties)
                .reasonCode((byte) 0)
                .build());

        await().until(() -> doors.sessions().isEmpty());
    }

    @Test
    void theWillOfWhoWasThereIsPublishedAfterAKill() {
        doors.stage().socket().connect(will(0));
        await().until(() -> doors.sessions().containsKey("app/w"));

        doors.kill();

        assertThat(lastWill()).isEqualTo("gone");
        await().until(() -> doors.saved("w").will() == null);
    }

    @Test
    void aWillWhoseDelayPassedMeanwhileIsPublishedOnce() {
        doors.stage().socket().connect(will(30));
        doors.stop();
        assertThat(lastWill()).isNull();
        doors.later(Duration.ofSeconds(31));
        doors.stop();
        assertThat(lastWill()).isEqualTo("gone");
        await().until(() -> doors.saved("w").will() == null);

        doors.stop();

        assertThat(lastWill()).isNull();
    }

    @Test
    void aWillThatWaitsIsNotPublishedWhenItsClientIsBackInTime() {
        doors.stage().socket().connect(will(30));
        doors.stop();
        doors.kept(true, "w", true);
        doors.later(Duration.ofSeconds(31));

        doors.stop();

        assertThat(lastWill()).isNull();
    }

    @Test
    void aQosTwoPublishThatWasTakenIsNotTakenAgain() {
        var writer = doors.kept(true, "w", false);
        writer.publish("t", "1", MqttQoS.EXACTLY_ONCE, 5).next(MqttMessageType.PUBREC);
        doors.stop();
        var reader = doors.stage().subscriber(true, "app", "t", MqttQoS.AT_LEAST_ONCE);

        var back = doors.kept(true, "w", true);
        back.publish("t", "1", MqttQoS.EXACTLY_ONCE, 5).next(MqttMessageType.PUBREC);
        back.acknowledge(MqttMessageType.PUBREL, 5);

        assertThat(RawClient.code(back.next(MqttMessageType.PUBCOMP))).isZero();
        back.publish("t", "2", MqttQoS.EXACTLY_ONCE, 5).next(MqttMessageType.PUBREC);
        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("2");
    }

    @Test
    void thereAreNoMoreThanMayBeKept() {
        doors.kept(true, "one", false);
        doors.kept(true, "two", false);
        await().until(() -> doors.sessions().size() == 2);

        doors.lose();
        doors.open(MqttStage.keeping(Duration.ofHours(1), 1, 3000));

        await().until(() -> doors.sessions().size() == 1);
        assertThat(doors.stage().refused()).containsExactly(Reason.LIMIT_REACHED);
    }

    @Test
    void nobodyWaitsForAStoreThatIsAway() {
        doors.store().away(true);
        var reader = doors.kept(true, "r", false);
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        doors.store().away(false);

        await().until(() -> doors.sessions().containsKey("app/r")
                && !doors.saved("r").subscriptions().isEmpty());
    }

    @Test
    void comesLateWhereTheStoreDoesButNotOverANewOne() {
        doors.kept(true, "r", false);
        doors.kept(true, "other", false);
        doors.kept(true, "ended", false);
        await().until(() -> doors.sessions().size() == 3);
        doors.lose();
        doors.store().away(true);
        doors.open();
        var anew = doors.kept(true, "r", false);
        anew.subscribe(1, "new", MqttQoS.AT_LEAST_ONCE);
        doors.stage().client(true, "app", "ended").cut();
        doors.store().away(false);

        await().until(() -> doors.stage().broker().connections().size() == 2);
        doors.kept(true, "other", true);

        await().until(() -> !doors.sessions().containsKey("app/ended"));
        assertThat(doors.saved("r").subscriptions()).hasSize(1);
        assertThat(anew.isClosed()).isFalse();
    }

    private static MqttConnectBuilder will(int delay) {
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.WILL_DELAY_INTERVAL, delay));
        return MqttStage.hello(true, "app", "w")
                .keep()
                .with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60)
                .with(b -> b.willFlag(true)
                        .willTopic("wills/w")
                        .willRetain(true)
                        .willProperties(properties)
                        .willMessage("gone".getBytes(StandardCharsets.UTF_8)));
    }

    /** Null when there is none. */
    private String lastWill() {
        var eye = doors.stage().subscriber(true, "app", "wills/w", MqttQoS.AT_LEAST_ONCE);
        doors.stage()
                .publisher(true, "app")
                .publish("wills/w", "end", MqttQoS.AT_LEAST_ONCE, 7)
                .next();
        var heard = eye.next(MqttMessageType.PUBLISH).payload();
        return heard.equals("end") ? null : heard;
    }
}
