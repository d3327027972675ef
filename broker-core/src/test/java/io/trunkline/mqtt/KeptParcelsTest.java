package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.Connection;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for clients that are away, from topics that keep nothing, when the door has gone and another one goes on. */
class KeptParcelsTest {
    private final Doors doors = new Doors();

    @AfterEach
    void close() {
        doors.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comesOnceAndInOrderAfterAKill(boolean version5) {
        away(version5, "r", "t/#");
        publish(0, 50);

        doors.kill();
        publish(50, 60);

        var back = doors.kept(version5, "r", true);
        assertThat(back.hear(60)).isEqualTo(texts(0, 60));
        hearsNothingElse(back, 60);
        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).isEmpty());
    }

    @Test
    void waitsOverAnyNumberOfRestarts() {
        away(true, "r", "t/#");
        publish(0, 5);
        doors.kill();
        publish(5, 10);
        doors.stop();
        doors.kill();
        publish(10, 15);

        assertThat(doors.kept(true, "r", true).hear(15)).isEqualTo(texts(0, 15));
    }

    @Test
    void isKeptOnceHoweverManyAreAway() {
        List.of("a", "b", "c").forEach(id -> away(true, id, "t/#"));
        var here = doors.kept(true, "here", false);
        here.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);

        publish(0, 10);
        assertThat(here.hear(10)).isEqualTo(texts(0, 10));

        assertThat(doors.parcels().addressees())
                .containsOnly("app/a", "app/b", "app/c")
                .hasSize(30);
        assertThat(doors.parcels().parcels()).hasSize(10);
        doors.kill();
        assertThat(doors.kept(true, "a", true).hear(10)).isEqualTo(texts(0, 10));
        await().untilAsserted(() -> assertThat(doors.parcels().addressees())
                .containsOnly("app/b", "app/c")
                .hasSize(20));
        hearsNothingElse(doors.kept(true, "here", true), 10);
        doors.kill();
        hearsNothingElse(doors.kept(true, "a", true), 11);
        assertThat(doors.kept(true, "b", true).hear(12).get(0)).isEqualTo("text 0");
    }

    @Test
    void whatWasNotAcknowledgedIsNotLostWithTheLineAndTheDoor() {
        var reader = doors.kept(true, "r", false);
        reader.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        publish(0, 3);
        IntStream.range(0, 3).forEach(i -> reader.next(MqttMessageType.PUBLISH));
        reader.cut();
        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).hasSize(3));

        doors.kill();

        assertThat(doors.kept(true, "r", true).hear(3)).isEqualTo(texts(0, 3));
    }

    @Test
    void whatWasOnItsWayAtAStopIsNotLost() {
        var reader = doors.kept(true, "r", false);
        reader.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        publish(0, 3);
        IntStream.range(0, 3).forEach(i -> reader.next(MqttMessageType.PUBLISH));

        doors.stop();

        assertThat(doors.kept(true, "r", true).hear(3)).isEqualTo(texts(0, 3));
    }

    @Test
    void whatOnePartHasBeenHeardOfGoesOnWithTheRest() {
        away(true, "r", "t/#");
        publish(0, 20);
        doors.kill();
        var half = doors.kept(true, "r", true);
        assertThat(half.hear(10)).isEqualTo(texts(0, 10));
        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).hasSize(10));

        doors.kill();

        assertThat(doors.kept(true, "r", true).hear(10)).isEqualTo(texts(10, 20));
    }

    @Test
    void whatAnotherMissedBeforeComesInOrderToo() {
        away(true, "neighbour", "t/#");
        var reader = doors.kept(true, "r", false);
        reader.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        publish(0, 4);
        doors.parcels().hold();
        IntStream.range(4, 7)
                .forEach(i ->
                        doors.stage().publisher(true, "app").publish("t/0", "text " + i, MqttQoS.AT_LEAST_ONCE, 1));
        IntStream.range(0, 7).forEach(i -> reader.next(MqttMessageType.PUBLISH));
        reader.cut();
        doors.awaitLeft("r");
        doors.parcels().goOn();
        await().untilAsserted(() ->
                assertThat(doors.parcels().addressees()).hasSize(14).containsOnly("app/r", "app/neighbour"));

        doors.kill();
        publish(7, 9);

        var heard = doors.kept(true, "r", true).hear(9);
        assertThat(heard.subList(0, 4)).isEqualTo(texts(0, 4));
        assertThat(heard.subList(4, 7)).containsExactlyInAnyOrderElementsOf(texts(4, 7));
        assertThat(heard.subList(7, 9)).isEqualTo(texts(7, 9));
    }

    @Test
    void whoBeginsAnewHasNothingOfWhatWaitedBeforeThoughItIsNotWrittenYet() {
        away(true, "r", "t/#");
        publish(0, 3);
        var before = doors.saved("r").incarnation();
        doors.parcels().hold();
        var anew = doors.stage().socket();
        anew.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));
        anew.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        await().until(() -> doors.saved("r").incarnation() != before
                && doors.saved("r").subscriptions().size() == 1);
        assertThat(doors.parcels().parcels()).hasSize(3);

        var killed = doors.parcels();
        doors.kill();
        killed.goOn();

        hearsNothingElse(doors.kept(true, "r", true), 1);
        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).isEmpty());
    }

    @Test
    void nothingIsKeptForASessionThatIsOver() {
        var lines = new ConcurrentLinkedQueue<Outbox>();
        var connections = new ConcurrentLinkedQueue<Connection>();
        doors.open(broker -> new AroundBroker(broker, (arrival, connection) -> {
            lines.add(arrival.outbox());
            connections.add(connection);
        }));
        away(true, "r", "t/#");
        var outbox = lines.element();
        var subscription = connections.element().subscriptions().iterator().next();
        doors.stage().socket().connect(MqttStage.hello(true, "app", "r"));
        away(true, "other", "t/#");

        var message = Publications.message("late").withDelivery(1, false);
        outbox.offer(Delivery.of(Publications.of(Principals.anyone(), "t/0", message), subscription));
        publish(0, 1);

        assertThat(doors.parcels().addressees()).containsExactly("app/other");
    }

    @Test
    void nothingIsKeptForQosNoughtOrForThoseWhoAreThereOrDoNotStay() {
        away(true, "nought", "t/#", MqttQoS.AT_MOST_ONCE);
        doors.kept(true, "here", false).subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        doors.stage().client(true, "app", "short").subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);

        publish(0, 5);

        assertThat(doors.parcels().parcels()).isEmpty();
    }

    @Test
    void goesWithItsSession() {
        away(true, "expires", "t/#");
        away(true, "begins anew", "t/#");
        publish(0, 3);
        doors.kept(true, "other", false);
        doors.later(Duration.ofSeconds(30));
        doors.kill();
        assertThat(doors.parcels().parcels()).hasSize(3);

        var hello = MqttStage.hello(true, "app", "begins anew");
        doors.stage().socket().connect(hello);
        await().untilAsserted(() -> assertThat(doors.parcels().addressees())
                .containsOnly("app/expires")
                .hasSize(3));
        doors.later(Duration.ofSeconds(90));
        doors.kill();

        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).isEmpty());
    }

    @Test
    void whatNobodyIsThereForAnyMoreIsRemovedAtTheStart() {
        away(true, "r", "t/#");
        publish(0, 3);
        doors.sessions().clear();

        doors.kill();

        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).isEmpty());
    }

    @Test
    void waitsWithItsSessionForTheApplicationToBeKnown() {
        away(true, "r", "t/#");
        publish(0, 3);
        doors.directory().without("app");
        doors.kill();
        assertThat(doors.parcels().parcels()).hasSize(3);

        doors.directory().learn("app");

        await().until(() -> doors.stage().broker().connections().size() == 1);
        assertThat(doors.kept(true, "r", true).hear(3)).isEqualTo(texts(0, 3));
    }

    @Test
    void aPublishIsTakenAsBeforeWhileTheStoreIsAwayAndPutDownWhenItIsBack() {
        away(true, "r", "t/#");
        doors.parcels().away(true);
        publish(0, 5);
        assertThat(doors.parcels().parcels()).isEmpty();

        doors.parcels().away(false);

        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).hasSize(5));
        doors.kill();
        assertThat(doors.kept(true, "r", true).hear(5)).isEqualTo(texts(0, 5));
    }

    @Test
    void noMoreIsKeptThanMayWait() {
        doors.open(MqttStage.keeping(Duration.ofHours(1), 10, 700));
        away(true, "r", "t/#");

        publish(0, 10);

        assertThat(doors.stage().dropped()).hasSize(7).containsOnly(Reason.ABSENT);
        assertThat(doors.parcels().parcels()).hasSize(3);
        doors.kill();
        assertThat(doors.kept(true, "r", true).hear(3)).isEqualTo(texts(0, 3));
    }

    @Test
    void comesAsItsSubscriptionAskedForIt() {
        var reader = doors.kept(true, "r", false);
        reader.subscribe(
                how -> how.messageId(1).properties(identifier(7)).addSubscription(MqttQoS.EXACTLY_ONCE, "t/#"));
        reader.cut();
        doors.awaitLeft("r");
        doors.stage()
                .publisher(true, "app")
                .publish("t/a", "1", MqttQoS.EXACTLY_ONCE, 1)
                .next();

        doors.kill();

        var heard = (MqttPublishMessage)
                doors.kept(true, "r", true).next(MqttMessageType.PUBLISH).packet();
        assertThat(heard.fixedHeader().qosLevel()).isEqualTo(MqttQoS.EXACTLY_ONCE);
        assertThat(heard.variableHeader()
                        .properties()
                        .getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER)
                        .value())
                .isEqualTo(7);
    }

    private static MqttProperties identifier(int value) {
        var properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, value));
        return properties;
    }

    private void away(boolean version5, String id, String filter) {
        away(version5, id, filter, MqttQoS.AT_LEAST_ONCE);
    }

    private void away(boolean version5, String id, String filter, MqttQoS qos) {
        var reader = doors.kept(version5, id, false);
        reader.subscribe(1, filter, qos);
        reader.cut();
        doors.awaitLeft(id);
    }

    private void publish(int from, int to) {
        var writer = doors.stage().publisher(true, "app");
        IntStream.range(from, to)
                .forEach(i -> writer.publish("t/" + i % 3, "text " + i, MqttQoS.AT_LEAST_ONCE, i + 1)
                        .next(MqttMessageType.PUBACK));
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "text " + i).toList();
    }

    private void hearsNothingElse(RawClient client, int id) {
        var last = "last for " + id;
        doors.stage()
                .publisher(true, "app")
                .publish("t/a", last, MqttQoS.AT_LEAST_ONCE, id)
                .next(MqttMessageType.PUBACK);
        assertThat(client.hear(1)).containsExactly(last);
    }
}
