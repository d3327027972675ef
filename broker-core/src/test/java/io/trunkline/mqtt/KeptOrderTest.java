package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.history.TopicRules;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that acknowledges slowly and one that is away, over lines that break, a slow store, stops and kills: each hears all, once and in order. */
class KeptOrderTest {
    private static final int ROUNDS = 5;

    private final List<MqttStage> stages = new ArrayList<>();
    private final StageDirectory directory = new StageDirectory(TopicRules.NONE);
    private MemorySessionStore store = new MemorySessionStore();
    private MemoryParcelStore parcels = new MemoryParcelStore();
    private MqttStage stage = begin();
    private int published;
    private int acknowledged;

    private MqttStage begin() {
        var world = new MqttStage.World(store, parcels, directory, InstantSource.system());
        var begun = new MqttStage(world, MqttLimits.standard(), UnaryOperator.identity());
        stages.add(begun);
        return begun;
    }

    @AfterEach
    void close() {
        stages.forEach(MqttStage::close);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void comesOnceAndInOrder(long seed) {
        var random = new Random(seed);
        come("neighbour", false).cut();
        var slow = come("slow", false);
        for (var round = 0; round < ROUNDS; round++) {
            traffic(slow, random);
            leave(slow, random);
            slow = comeBack(random);
        }

        assertThat(hear(slow, published - acknowledged, true)).isEqualTo(texts(acknowledged, published));
        assertThat(hear(come("neighbour", true), published, true)).isEqualTo(texts(0, published));
        await().untilAsserted(() -> assertThat(parcels.parcels()).isEmpty());
    }

    /** Some while the store is slow, each by somebody else, as who publishes waits for it. */
    private void traffic(RawClient slow, Random random) {
        var writer = stage.publisher(true, "app");
        var fast = random.nextInt(10);
        assertThat(hear(slow, published - acknowledged, false)).isEqualTo(texts(acknowledged, published));
        for (var i = 0; i < fast; i++) {
            publish(writer);
            writer.next(MqttMessageType.PUBACK);
            assertThat(heard(slow)).isEqualTo("text " + (published - 1));
        }
        parcels.hold();
        for (var i = 0; i < 3; i++) {
            publish(stage.publisher(true, "app"));
            assertThat(heard(slow)).isEqualTo("text " + (published - 1));
        }
    }

    private void publish(RawClient writer) {
        writer.publish("t/" + published % 3, "text " + published++, MqttQoS.AT_LEAST_ONCE, 1);
    }

    private void leave(RawClient slow, Random random) {
        var stops = random.nextBoolean();
        if (stops) {
            parcels.goOn();
            stage.closeDoor();
        } else {
            slow.cut();
            await().until(() -> store.sessions().get("app/slow").left() != null);
            parcels.goOn();
        }
        await().untilAsserted(() -> {
            assertThat(waiting("app/slow")).isEqualTo(published - acknowledged);
            assertThat(waiting("app/neighbour")).isEqualTo(published);
        });
        if (!stops) {
            store = store.copy();
            parcels = parcels.copy();
        }
        stage = begin();
    }

    /** The slow one acknowledges the first of what waits. */
    private RawClient comeBack(Random random) {
        var some = random.nextInt(published - acknowledged + 1);
        var slow = come("slow", true);
        assertThat(hear(slow, some, true)).isEqualTo(texts(acknowledged, acknowledged + some));
        acknowledged += some;
        await().until(() -> waiting("app/slow") == published - acknowledged);
        return slow;
    }

    private int waiting(String session) {
        return Collections.frequency(parcels.addressees(), session);
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "text " + i).toList();
    }

    private static String heard(RawClient client) {
        return client.next(MqttMessageType.PUBLISH).payload();
    }

    private static List<String> hear(RawClient client, int count, boolean acknowledging) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var heard = client.next(MqttMessageType.PUBLISH);
                    if (acknowledging) {
                        client.acknowledge(MqttMessageType.PUBACK, heard.packetId());
                    }
                    return heard.payload();
                })
                .toList();
    }

    private RawClient come(String id, boolean present) {
        var client = stage.socket();
        var hello = MqttStage.hello(true, "app", id).keep().with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60);
        assertThat(client.connect(hello).variableHeader().isSessionPresent()).isEqualTo(present);
        if (!present) {
            client.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        }
        return client;
    }
}
