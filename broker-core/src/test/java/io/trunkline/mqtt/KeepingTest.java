package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.USER;
import static io.trunkline.mqtt.Version.V3;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.WILL;
import static io.trunkline.mqtt.Version.ack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.refusal.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application's clients have kept for them has bounds, and what is too much is counted. */
class KeepingTest {
    private static final MqttLimits LIMITS = MqttStage.keeping(Duration.ofHours(1), 2, 3000);
    private static final String LARGE = "x".repeat(1000);

    private final Wires wires = new Wires(LIMITS);

    @AfterEach
    void close() {
        wires.close();
    }

    @Test
    void oneMoreSessionThanMayBeKeptIsRefused() {
        wires.kept(V5, "one", false).close();
        wires.kept(V3, "two", false);

        assertThat(wires.socket(V5).connack(wires.keep(V5, "three"))).isEqualTo(0x97);
        assertThat(wires.socket(V3).connack(wires.keep(V3, "three"))).isEqualTo(3);
        assertThat(wires.stage().refused()).containsExactly(Reason.LIMIT_REACHED, Reason.LIMIT_REACHED);
        wires.in(V5, "not kept").expectNothingMore();
        wires.kept(V5, "one", true);
    }

    @Test
    void aSessionThatEndsMakesRoom() {
        wires.kept(V5, "one", false);
        wires.kept(V5, "two", false);
        wires.in(V5, "one").close();

        await().until(() -> wires.socket(V5).connack(wires.keep(V5, "three")) == 0);
    }

    @Test
    void aGoodbyeKeepsASessionNoLongerThanAnyMayBeKept() {
        try (var brief = new Wires(MqttStage.keeping(Duration.ofSeconds(1), 2, 3000))) {
            var client = brief.kept(V5, "a", false);
            var application = new ApplicationId(brief.user());

            client.send(Wire.packet(0xE0, 0, Wire.properties(0x11, Wire.u32(0xffff_ffff))))
                    .expectClosed();

            await().until(() -> brief.stage()
                    .broker()
                    .connections()
                    .of(application)
                    .findAny()
                    .isEmpty());
        }
    }

    @Test
    void anotherApplicationHasRoomOfItsOwn() {
        wires.kept(V5, "one", false);
        wires.kept(V5, "two", false);
        wires.fresh();

        wires.kept(V5, "one", false);
    }

    @Test
    void whatWaitsForTheAbsentIsBoundedForAllOfThemTogether() {
        away("a");
        away("b");
        var writer = wires.in(V5, "w");

        writer.send(V5.publish(0x32, "a", 1, LARGE)).expect(ack(0x40, 1));
        writer.send(V5.publish(0x32, "b", 2, LARGE)).expect(ack(0x40, 2));
        writer.send(V5.publish(0x32, "b", 3, LARGE)).expect(V5.unheard(0x40, 3));
        assertThat(wires.stage().dropped()).containsExactly(Reason.ABSENT);

        var back = wires.kept(V5, "a", true);
        back.send(ack(0x40, WireClient.id(back.next(), "a")));
        writer.send(V5.publish(0x32, "b", 4, LARGE)).expect(ack(0x40, 4));
    }

    @Test
    void whoLeavesWithMoreUnreadThanThereIsRoomForIsNotKept() {
        var reader = wires.kept(V5, "a", false);
        reader.send(V5.subscribe(1, "a", 1)).expect(V5.suback(1, 1));
        var writer = wires.in(V5, "w");
        for (var i = 1; i <= 3; i++) {
            writer.send(V5.publish(0x32, "a", i, LARGE)).expect(ack(0x40, i));
        }
        reader.close();

        await().until(() -> wires.stage().refused().contains(Reason.LIMIT_REACHED));
        wires.kept(V5, "a", false);
    }

    /** The will tells that the client's absence has begun. */
    private void away(String id) {
        var watcher = wires.subscribed(V5, "watcher-" + id, "gone-" + id, 0);
        var kept = Wire.properties(0x11, Wire.u32(600));
        var hello =
                V5.connect(USER | WILL, kept, new Object[] {id, Wire.properties(), "gone-" + id, "x", wires.user()});
        var reader = wires.socket(V5).in(hello, false);
        reader.send(V5.subscribe(1, id, 1)).expect(V5.suback(1, 1));
        reader.close();
        watcher.expect(V5.publish(0x30, "gone-" + id, 0, "x"));
    }
}
