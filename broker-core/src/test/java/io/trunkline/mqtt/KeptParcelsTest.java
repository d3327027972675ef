package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.Arrival;
import io.trunkline.broker.Broker;
import io.trunkline.broker.Connection;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What waits for clients that are away, from topics that keep nothing, when the door has gone and another one goes on. */
class KeptParcelsTest {
    private final List<MqttStage> stages = new ArrayList<>();
    private final StageDirectory directory = new StageDirectory(TopicRules.NONE);
    private MemorySessionStore store = new MemorySessionStore();
    private MemoryParcelStore parcels = new MemoryParcelStore();
    private Duration later = Duration.ZERO;
    private MqttStage stage = begin(MqttLimits.standard());

    private MqttStage begin(MqttLimits limits) {
        InstantSource clock = () -> Instant.now().plus(later);
        var world = new MqttStage.World(store, parcels, directory, clock);
        var begun = new MqttStage(world, limits, UnaryOperator.identity());
        stages.add(begun);
        return begun;
    }

    /** What the door knows, and has not written, is lost; it is closed afterwards, when nobody hears it any more. */
    private void kill() {
        store = store.copy();
        parcels = parcels.copy();
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
    void comesOnceAndInOrderAfterAKill(boolean version5) {
        away(version5, "r", "t/#");
        publish(0, 50);

        kill();
        publish(50, 60);

        var back = kept(version5, "r", true);
        assertThat(hear(back, 60)).isEqualTo(texts(0, 60));
        hearsNothingElse(back, 60);
        await().untilAsserted(() -> assertThat(parcels.parcels()).isEmpty());
    }

    @Test
    void waitsOverAnyNumberOfRestarts() {
        away(true, "r", "t/#");
        publish(0, 5);
        kill();
        publish(5, 10);
        stop();
        kill();
        publish(10, 15);

        assertThat(hear(kept(true, "r", true), 15)).isEqualTo(texts(0, 15));
    }

    @Test
    void isKeptOnceHoweverManyAreAway() {
        List.of("a", "b", "c").forEach(id -> away(true, id, "t/#"));
        var here = kept(true, "here", false);
        here.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);

        publish(0, 10);
        assertThat(hear(here, 10)).isEqualTo(texts(0, 10));

        assertThat(parcels.addressees()).containsOnly("app/a", "app/b", "app/c").hasSize(30);
        assertThat(parcels.parcels()).hasSize(10);
        kill();
        assertThat(hear(kept(true, "a", true), 10)).isEqualTo(texts(0, 10));
        await().untilAsserted(() ->
                assertThat(parcels.addressees()).containsOnly("app/b", "app/c").hasSize(20));
        hearsNothingElse(kept(true, "here", true), 10);
        kill();
        hearsNothingElse(kept(true, "a", true), 11);
        assertThat(hear(kept(true, "b", true), 12).get(0)).isEqualTo("text 0");
    }

    @Test
    void whatWasNotAcknowledgedIsNotLostWithTheLineAndTheDoor() {
        var reader = kept(true, "r", false);
        reader.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        publish(0, 3);
        IntStream.range(0, 3).forEach(i -> reader.next(MqttMessageType.PUBLISH));
        reader.cut();
        await().untilAsserted(() -> assertThat(parcels.parcels()).hasSize(3));

        kill();

        assertThat(hear(kept(true, "r", true), 3)).isEqualTo(texts(0, 3));
    }

    @Test
    void whatWasOnItsWayAtAStopIsNotLost() {
        var reader = kept(true, "r", false);
        reader.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        publish(0, 3);
        IntStream.range(0, 3).forEach(i -> reader.next(MqttMessageType.PUBLISH));

        stop();

        assertThat(hear(kept(true, "r", true), 3)).isEqualTo(texts(0, 3));
    }

    @Test
    void whatOnePartHasBeenHeardOfGoesOnWithTheRest() {
        away(true, "r", "t/#");
        publish(0, 20);
        kill();
        var half = kept(true, "r", true);
        IntStream.range(0, 10).forEach(i -> {
            var heard = half.next(MqttMessageType.PUBLISH);
            half.acknowledge(MqttMessageType.PUBACK, heard.packetId());
        });
        await().untilAsserted(() -> assertThat(parcels.parcels()).hasSize(10));

        kill();

        assertThat(hear(kept(true, "r", true), 10)).isEqualTo(texts(10, 20));
    }

    @Test
    void whatAnotherMissedBeforeComesInOrderToo() {
        away(true, "neighbour", "t/#");
        var reader = kept(true, "r", false);
        reader.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        publish(0, 4);
        parcels.hold();
        IntStream.range(4, 7)
                .forEach(i -> stage.publisher(true, "app").publish("t/0", "text " + i, MqttQoS.AT_LEAST_ONCE, 1));
        IntStream.range(0, 7).forEach(i -> reader.next(MqttMessageType.PUBLISH));
        reader.cut();
        await().until(() -> store.sessions().get("app/r").left() != null);
        parcels.goOn();
        await().untilAsserted(
                        () -> assertThat(parcels.addressees()).hasSize(14).containsOnly("app/r", "app/neighbour"));

        kill();
        publish(7, 9);

        var heard = hear(kept(true, "r", true), 9);
        assertThat(heard.subList(0, 4)).isEqualTo(texts(0, 4));
        assertThat(heard.subList(4, 7)).containsExactlyInAnyOrderElementsOf(texts(4, 7));
        assertThat(heard.subList(7, 9)).isEqualTo(texts(7, 9));
    }

    @Test
    void whoBeginsAnewHasNothingOfWhatWaitedBeforeThoughItIsNotWrittenYet() {
        away(true, "r", "t/#");
        publish(0, 3);
        var before = store.sessions().get("app/r").incarnation();
        parcels.hold();
        var anew = stage.socket();
        anew.connect(MqttStage.hello(true, "app", "r").with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));
        anew.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        await().until(() -> store.sessions().get("app/r").incarnation() != before
                && store.sessions().get("app/r").subscriptions().size() == 1);
        assertThat(parcels.parcels()).hasSize(3);

        var killed = parcels;
        kill();
        killed.goOn();

        hearsNothingElse(kept(true, "r", true), 1);
        await().untilAsserted(() -> assertThat(parcels.parcels()).isEmpty());
    }

    @Test
    void nothingIsKeptForASessionThatIsOver() {
        var lines = new ConcurrentLinkedQueue<Outbox>();
        var connections = new ConcurrentLinkedQueue<Connection>();
        var world = new MqttStage.World(store, parcels, directory, InstantSource.system());
        stage = new MqttStage(
                world, MqttLimits.standard(), broker -> new Watched(broker, lines::add, connections::add));
        stages.add(stage);
        away(true, "r", "t/#");
        var outbox = lines.element();
        var subscription = connections.element().subscriptions().iterator().next();
        stage.socket().connect(MqttStage.hello(true, "app", "r"));
        away(true, "other", "t/#");

        var message = Publications.message("late").withDelivery(1, false);
        outbox.offer(Delivery.of(Publications.of(Principals.anyone(), "t/0", message), subscription));
        publish(0, 1);

        assertThat(parcels.addressees()).containsExactly("app/other");
    }

    /** Shows what the door gives to the core, and what it gets. */
    private record Watched(Broker inner, Consumer<Outbox> lines, Consumer<Connection> connections) implements Broker {
        @Override
        public Connection connect(Arrival arrival) {
            lines.accept(arrival.outbox());
            var made = inner.connect(arrival);
            connections.accept(made);
            return made;
        }

        @Override
        public Mono<Receipt> publish(Principal principal, Topic topic, Message message) {
            return inner.publish(principal, topic, message);
        }

        @Override
        public void charge(Principal principal, int bytes) {
            inner.charge(principal, bytes);
        }
    }

    @Test
    void nothingIsKeptForQosNoughtOrForThoseWhoAreThereOrDoNotStay() {
        away(true, "nought", "t/#", MqttQoS.AT_MOST_ONCE);
        kept(true, "here", false).subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        stage.client(true, "app", "short").subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);

        publish(0, 5);

        assertThat(parcels.parcels()).isEmpty();
    }

    @Test
    void goesWithItsSession() {
        away(true, "expires", "t/#");
        away(true, "begins anew", "t/#");
        publish(0, 3);
        kept(true, "other", false);
        later = Duration.ofSeconds(30);
        kill();
        assertThat(parcels.parcels()).hasSize(3);

        var hello = MqttStage.hello(true, "app", "begins anew");
        stage.socket().connect(hello);
        await().untilAsserted(() ->
                assertThat(parcels.addressees()).containsOnly("app/expires").hasSize(3));
        later = Duration.ofSeconds(90);
        kill();

        await().untilAsserted(() -> assertThat(parcels.parcels()).isEmpty());
    }

    @Test
    void whatNobodyIsThereForAnyMoreIsRemovedAtTheStart() {
        away(true, "r", "t/#");
        publish(0, 3);
        store.sessions().clear();

        kill();

        await().untilAsserted(() -> assertThat(parcels.parcels()).isEmpty());
    }

    @Test
    void waitsWithItsSessionForTheApplicationToBeKnown() {
        away(true, "r", "t/#");
        publish(0, 3);
        directory.without("app");
        kill();
        assertThat(parcels.parcels()).hasSize(3);

        directory.learn("app");

        await().until(() -> stage.broker().connections().size() == 1);
        assertThat(hear(kept(true, "r", true), 3)).isEqualTo(texts(0, 3));
    }

    @Test
    void aPublishIsTakenAsBeforeWhileTheStoreIsAwayAndPutDownWhenItIsBack() {
        away(true, "r", "t/#");
        parcels.away(true);
        publish(0, 5);
        assertThat(parcels.parcels()).isEmpty();

        parcels.away(false);

        await().untilAsserted(() -> assertThat(parcels.parcels()).hasSize(5));
        kill();
        assertThat(hear(kept(true, "r", true), 5)).isEqualTo(texts(0, 5));
    }

    @Test
    void noMoreIsKeptThanMayWait() {
        stage = begin(new MqttLimits(
                1 << 18,
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                256,
                16,
                1 << 20,
                new MqttLimits.Keeping(Duration.ofHours(1), 1 << 20, 10, 700),
                ArrivalLimits.standard()));
        away(true, "r", "t/#");

        publish(0, 10);

        assertThat(stage.dropped()).hasSize(7).containsOnly(Reason.ABSENT);
        assertThat(parcels.parcels()).hasSize(3);
        kill();
        assertThat(hear(kept(true, "r", true), 3)).isEqualTo(texts(0, 3));
    }

    @Test
    void comesAsItsSubscriptionAskedForIt() {
        var reader = kept(true, "r", false);
        reader.subscribe(
                how -> how.messageId(1).properties(identifier(7)).addSubscription(MqttQoS.EXACTLY_ONCE, "t/#"));
        reader.cut();
        await().until(() -> store.sessions().get("app/r").left() != null);
        stage.publisher(true, "app")
                .publish("t/a", "1", MqttQoS.EXACTLY_ONCE, 1)
                .next();

        kill();

        var heard = (MqttPublishMessage)
                kept(true, "r", true).next(MqttMessageType.PUBLISH).packet();
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
        var reader = kept(version5, id, false);
        reader.subscribe(1, filter, qos);
        reader.cut();
        await().until(() -> store.sessions().get("app/" + id).left() != null);
    }

    private void publish(int from, int to) {
        var writer = stage.publisher(true, "app");
        IntStream.range(from, to)
                .forEach(i -> writer.publish("t/" + i % 3, "text " + i, MqttQoS.AT_LEAST_ONCE, i + 1)
                        .next(MqttMessageType.PUBACK));
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "text " + i).toList();
    }

    private static List<String> hear(RawClient client, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var heard = client.next(MqttMessageType.PUBLISH);
                    client.acknowledge(MqttMessageType.PUBACK, heard.packetId());
                    return heard.payload();
                })
                .toList();
    }

    private void hearsNothingElse(RawClient client, int id) {
        var last = "last for " + id;
        stage.publisher(true, "app")
                .publish("t/a", last, MqttQoS.AT_LEAST_ONCE, id)
                .next(MqttMessageType.PUBACK);
        assertThat(hear(client, 1)).containsExactly(last);
    }

    private RawClient kept(boolean version5, String id, boolean present) {
        var client = stage.socket();
        var hello = MqttStage.hello(version5, "app", id).keep();
        var answer = client.connect(version5 ? hello.with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60) : hello);
        assertThat(answer.variableHeader().isSessionPresent()).isEqualTo(present);
        return client;
    }
}
