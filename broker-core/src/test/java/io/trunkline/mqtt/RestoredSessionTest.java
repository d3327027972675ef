package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.mqtt.RawClient.MqttConnectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions whose door has gone, and which another one goes on with. */
class RestoredSessionTest {
    private final List<MqttStage> stages = new ArrayList<>();
    private final StageDirectory directory = new StageDirectory(TopicRules.NONE);
    private MemorySessionStore store = new MemorySessionStore();
    private Duration later = Duration.ZERO;
    private MqttStage stage = begin(MqttLimits.standard());

    private MqttStage begin(MqttLimits limits) {
        InstantSource clock = () -> Instant.now().plus(later);
        var begun = new MqttStage(
                new MqttStage.World(store, ParcelStore.FORGETFUL, directory, clock), limits, UnaryOperator.identity());
        stages.add(begun);
        return begun;
    }

    /** What the door knows, and has not written, is lost; it is closed afterwards, when nobody hears it any more. */
    private void kill() {
        store = store.copy();
        restart();
    }

    private void stop() {
        stage.closeDoor();
        restart();
    }

    private void restart() {
        stage = begin(MqttLimits.standard());
    }

    @AfterEach
    void close() {
        stages.forEach(MqttStage::close);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isThereWithItsSubscriptionsAfterAKill(boolean version5) {
        kept(version5, "r", false).subscribe(1, "t/+", MqttQoS.AT_LEAST_ONCE);

        kill();
        var writer = stage.publisher(true, "app");
        writer.publish("t/a", "1", MqttQoS.AT_LEAST_ONCE, 1).next();
        var back = kept(version5, "r", true);
        writer.publish("t/b", "2", MqttQoS.AT_LEAST_ONCE, 2).next();

        var first = back.next(MqttMessageType.PUBLISH);
        var second = back.next(MqttMessageType.PUBLISH);
        assertThat(List.of(first.payload(), second.payload())).containsExactly("1", "2");
        assertThat(first.packet().fixedHeader().isDup()).isFalse();
    }

    @Test
    void whatTheClientGaveUpIsNotThere() {
        var reader = kept(true, "r", false);
        reader.subscribe(1, "t/a", MqttQoS.AT_LEAST_ONCE);
        reader.subscribe(2, "t/b", MqttQoS.AT_LEAST_ONCE);
        reader.unsubscribe(3, "t/a");

        kill();
        var back = kept(true, "r", true);
        var writer = stage.publisher(true, "app");
        writer.publish("t/a", "1", MqttQoS.AT_LEAST_ONCE, 1).next();
        writer.publish("t/b", "2", MqttQoS.AT_LEAST_ONCE, 2).next();

        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("2");
    }

    @Test
    void goesOnOverAnyNumberOfRestarts() {
        kept(true, "r", false).subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        stop();
        kill();
        stop();
        var back = kept(true, "r", true);

        stage.publisher(true, "app").publish("t", "1", MqttQoS.AT_LEAST_ONCE, 1).next();

        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("1");
    }

    @Test
    void endsWhenItsTimeIsOverThoughNobodyRan() {
        kept(true, "r", false).cut();
        await().until(() -> store.sessions().get("app/r").left() != null);
        later = Duration.ofSeconds(61);

        kill();

        await().until(() -> store.sessions().isEmpty());
        kept(true, "r", false);
    }

    @Test
    void hasTheRestOfItsTimeAfterARestart() {
        kept(true, "r", false);
        stop();
        var left = store.sessions().get("app/r").left();
        later = Duration.ofSeconds(59);
        stage.closeDoor();
        assertThat(store.sessions().get("app/r").left()).isEqualTo(left);

        restart();

        await().until(() -> store.sessions().isEmpty());
    }

    @Test
    void isNotKeptWhereItEndsWithItsConnection() {
        var reader = stage.client(true, "app", "short");
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        kept(true, "r", false);
        await().until(() -> store.sessions().containsKey("app/r"));
        assertThat(store.sessions()).containsOnlyKeys("app/r");

        stage.client(true, "app", "r");

        await().until(() -> store.sessions().isEmpty());
    }

    @Test
    void isForgottenWhenAGoodbyeEndsIt() {
        var reader = kept(true, "r", false);
        await().until(() -> store.sessions().containsKey("app/r"));
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 0));

        reader.send(MqttMessageBuilders.disconnect()
                .properties(properties)
                .reasonCode((byte) 0)
                .build());

        await().until(() -> store.sessions().isEmpty());
    }

    @Test
    void theWillOfWhoWasThereIsPublishedAfterAKill() {
        stage.socket().connect(will(0));
        await().until(() -> store.sessions().containsKey("app/w"));

        kill();

        assertThat(lastWill()).isEqualTo("gone");
        await().until(() -> store.sessions().get("app/w").will() == null);
    }

    @Test
    void aWillWhoseDelayPassedMeanwhileIsPublishedOnce() {
        stage.socket().connect(will(30));
        stop();
        assertThat(lastWill()).isNull();
        later = Duration.ofSeconds(31);
        stop();
        assertThat(lastWill()).isEqualTo("gone");
        await().until(() -> store.sessions().get("app/w").will() == null);

        stop();

        assertThat(lastWill()).isNull();
    }

    @Test
    void aWillThatWaitsIsNotPublishedWhenItsClientIsBackInTime() {
        stage.socket().connect(will(30));
        stop();
        kept(true, "w", true);
        later = Duration.ofSeconds(31);

        stop();

        assertThat(lastWill()).isNull();
    }

    @Test
    void aQosTwoPublishThatWasTakenIsNotTakenAgain() {
        var writer = kept(true, "w", false);
        writer.publish("t", "1", MqttQoS.EXACTLY_ONCE, 5).next(MqttMessageType.PUBREC);
        stop();
        var reader = stage.subscriber(true, "app", "t", MqttQoS.AT_LEAST_ONCE);

        var back = kept(true, "w", true);
        back.publish("t", "1", MqttQoS.EXACTLY_ONCE, 5).next(MqttMessageType.PUBREC);
        back.acknowledge(MqttMessageType.PUBREL, 5);

        assertThat(RawClient.code(back.next(MqttMessageType.PUBCOMP))).isZero();
        back.publish("t", "2", MqttQoS.EXACTLY_ONCE, 5).next(MqttMessageType.PUBREC);
        assertThat(reader.next(MqttMessageType.PUBLISH).payload()).isEqualTo("2");
    }

    @Test
    void waitsForItsApplicationToBeKnown() {
        kept(true, "r", false).subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        directory.without("app");
        kill();
        assertThat(stage.broker().connections().size()).isZero();

        directory.learn("app");

        await().until(() -> stage.broker().connections().size() == 1);
        kept(true, "r", true);
    }

    @Test
    void comesBackBeforeItsTurnWithItsClient() {
        kept(true, "r", false).subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        kept(true, "other", false);
        directory.without("app");
        kill();
        directory.learnAndSayNothing("app");

        var back = kept(true, "r", true);

        assertThat(stage.broker().connections().size()).isOne();
        back.publish("t", "1", MqttQoS.AT_MOST_ONCE, 0);
        assertThat(back.next(MqttMessageType.PUBLISH).payload()).isEqualTo("1");
    }

    @Test
    void isGoneWithItsApplicationsPermissionToBeThere() {
        kept(true, "r", false);
        await().until(() -> store.sessions().containsKey("app/r"));
        directory.disabling("app");

        kill();

        await().until(() -> store.sessions().isEmpty());
    }

    @Test
    void thereAreNoMoreThanMayBeKept() {
        kept(true, "one", false);
        kept(true, "two", false);
        await().until(() -> store.sessions().size() == 2);
        store = store.copy();

        stage = begin(new MqttLimits(
                1 << 18,
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                256,
                16,
                1 << 20,
                new MqttLimits.Keeping(Duration.ofHours(1), 1 << 20, 1, 3000),
                ArrivalLimits.standard()));

        await().until(() -> store.sessions().size() == 1);
        assertThat(stage.refused()).containsExactly(Reason.LIMIT_REACHED);
    }

    @Test
    void nobodyWaitsForAStoreThatIsAway() {
        store.away(true);
        var reader = kept(true, "r", false);
        reader.subscribe(1, "t", MqttQoS.AT_LEAST_ONCE);
        store.away(false);

        await().until(() -> store.sessions().containsKey("app/r")
                && !store.sessions().get("app/r").subscriptions().isEmpty());
    }

    @Test
    void comesLateWhereTheStoreDoesButNotOverANewOne() {
        kept(true, "r", false);
        kept(true, "other", false);
        kept(true, "ended", false);
        await().until(() -> store.sessions().size() == 3);
        store = store.copy();
        store.away(true);
        restart();
        var anew = kept(true, "r", false);
        anew.subscribe(1, "new", MqttQoS.AT_LEAST_ONCE);
        stage.client(true, "app", "ended").cut();
        store.away(false);

        await().until(() -> stage.broker().connections().size() == 2);
        kept(true, "other", true);

        await().until(() -> !store.sessions().containsKey("app/ended"));
        assertThat(store.sessions().get("app/r").subscriptions()).hasSize(1);
        assertThat(anew.isClosed()).isFalse();
    }

    private RawClient kept(boolean version5, String id, boolean present) {
        var client = stage.socket();
        var hello = MqttStage.hello(version5, "app", id).keep();
        var answer = client.connect(version5 ? hello.with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60) : hello);
        assertThat(answer.variableHeader().isSessionPresent()).isEqualTo(present);
        return client;
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
        var eye = stage.subscriber(true, "app", "wills/w", MqttQoS.AT_LEAST_ONCE);
        stage.publisher(true, "app")
                .publish("wills/w", "end", MqttQoS.AT_LEAST_ONCE, 7)
                .next();
        var heard = eye.next(MqttMessageType.PUBLISH).payload();
        return heard.equals("end") ? null : heard;
    }
}
