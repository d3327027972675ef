package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that acknowledges slowly and one that is away, over lines that break, a slow store, stops and kills: each hears all, once and in order. */
class KeptOrderTest {
    private static final int ROUNDS = 5;

    private final Doors doors = new Doors();
    private int published;
    private int acknowledged;

    @AfterEach
    void close() {
        doors.close();
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

        assertThat(slow.hear(published - acknowledged)).isEqualTo(texts(acknowledged, published));
        assertThat(come("neighbour", true).hear(published)).isEqualTo(texts(0, published));
        await().untilAsserted(() -> assertThat(doors.parcels().parcels()).isEmpty());
    }

    /** Some while the store is slow, each by somebody else, as who publishes waits for it. */
    private void traffic(RawClient slow, Random random) {
        var writer = doors.stage().publisher(true, "app");
        var fast = random.nextInt(10);
        assertThat(Stream.generate(() -> heard(slow)).limit(published - acknowledged))
                .containsExactlyElementsOf(texts(acknowledged, published));
        for (var i = 0; i < fast; i++) {
            publish(writer);
            writer.next(MqttMessageType.PUBACK);
            assertThat(heard(slow)).isEqualTo("text " + (published - 1));
        }
        doors.parcels().hold();
        for (var i = 0; i < 3; i++) {
            publish(doors.stage().publisher(true, "app"));
            assertThat(heard(slow)).isEqualTo("text " + (published - 1));
        }
    }

    private void publish(RawClient writer) {
        writer.publish("t/" + published % 3, "text " + published++, MqttQoS.AT_LEAST_ONCE, 1);
    }

    private void leave(RawClient slow, Random random) {
        var stops = random.nextBoolean();
        if (stops) {
            doors.parcels().goOn();
            doors.stage().closeDoor();
        } else {
            slow.cut();
            doors.awaitLeft("slow");
            doors.parcels().goOn();
        }
        await().untilAsserted(() -> {
            assertThat(waiting("app/slow")).isEqualTo(published - acknowledged);
            assertThat(waiting("app/neighbour")).isEqualTo(published);
        });
        if (stops) {
            doors.open();
        } else {
            doors.kill();
        }
    }

    /** The slow one acknowledges the first of what waits. */
    private RawClient comeBack(Random random) {
        var some = random.nextInt(published - acknowledged + 1);
        var slow = come("slow", true);
        assertThat(slow.hear(some)).isEqualTo(texts(acknowledged, acknowledged + some));
        acknowledged += some;
        await().until(() -> waiting("app/slow") == published - acknowledged);
        return slow;
    }

    private int waiting(String session) {
        return Collections.frequency(doors.parcels().addressees(), session);
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "text " + i).toList();
    }

    private static String heard(RawClient client) {
        return client.next(MqttMessageType.PUBLISH).payload();
    }

    private RawClient come(String id, boolean present) {
        var client = doors.kept(true, id, present);
        if (!present) {
            client.subscribe(1, "t/#", MqttQoS.AT_LEAST_ONCE);
        }
        return client;
    }
}
