package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shared subscriptions, byte for byte. */
class SharedBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(v5 = {"4.8.2-1", "4.8.2-2"})
    @ParameterizedTest
    @EnumSource
    void everyMessageGoesToOneMemberOfEachGroup(Version version) {
        var members = List.of(member(version, "a", "one", 0), member(version, "b", "one", 0));
        var alone = member(version, "c", "two", 0);
        var writer = WIRES.in(version, "w");

        for (var i = 0; i < 10; i++) {
            writer.send(version.publish(0x30, "t", 0, "" + i));
        }

        for (var i = 0; i < 10; i++) {
            alone.expect(version.publish(0x30, "t", 0, "" + i));
        }
        members.forEach(member -> {
            for (var i = 0; i < 5; i++) {
                assertThat(member.next()[0]).isEqualTo((byte) 0x30);
            }
            member.expectNothingMore();
        });
    }

    @Proves(v5 = "4.8.2-3")
    @Test
    void everyMemberGetsTheQosItWasGranted() {
        var zero = member(V5, "zero", "g", 0);
        var one = member(V5, "one", "g", 1);
        var writer = WIRES.in(V5, "w");

        for (var i = 1; i <= 4; i++) {
            writer.send(V5.publish(0x34, "t", i, "x")).expect(ack(0x50, i));
        }

        zero.expect(V5.publish(0x30, "t", 0, "x"), V5.publish(0x30, "t", 0, "x"))
                .expectNothingMore();
        one.expectPublish(0x32, "t", "x");
        one.expectPublish(0x32, "t", "x");
    }

    @Proves(v5 = "4.8.2-4")
    @Test
    void aQos2DeliveryThatHasBegunIsCompletedToWhomItBegan() {
        var first = WIRES.kept(V5, "first", false);
        first.send(V5.subscribe(1, "$share/g/t", 2)).expect(V5.suback(1, 2));
        WIRES.in(V5, "w").send(V5.publish(0x34, "t", 1, "x")).expect(ack(0x50, 1));
        var id = first.expectPublish(0x34, "t", "x");
        var second = member(V5, "second", "g", 2);
        first.close();

        var back = WIRES.kept(V5, "first", true);

        back.expect(V5.publish(0x3C, "t", id, "x"));
        back.send(ack(0x50, id)).expect(ack(0x62, id)).send(ack(0x70, id)).expectNothingMore();
        second.expectNothingMore();
    }

    @Proves(v5 = "4.8.2-5")
    @Test
    void aQos2DeliveryThatHasBegunGoesToNobodyElse() {
        var first = member(V5, "first", "g", 2);
        WIRES.in(V5, "w").send(V5.publish(0x34, "t", 1, "x")).expect(ack(0x50, 1));
        first.expectPublish(0x34, "t", "x");
        var second = member(V5, "second", "g", 2);

        first.close();
        WIRES.in(V5, "first");

        second.expectNothingMore();
    }

    @Proves(v5 = "4.8.2-6")
    @Test
    void whatAMemberRefusesGoesToNobodyElse() {
        var first = member(V5, "first", "g", 2);
        var writer = WIRES.in(V5, "w");
        writer.send(V5.publish(0x34, "t", 1, "two")).expect(ack(0x50, 1));
        writer.send(V5.publish(0x32, "t", 2, "one")).expect(ack(0x40, 2));
        var two = first.expectPublish(0x34, "t", "two");
        var one = first.expectPublish(0x32, "t", "one");
        var second = member(V5, "second", "g", 2);

        first.send(packet(0x50, u16(two), 0x80), packet(0x40, u16(one), 0x80)).expectNothingMore();

        second.expectNothingMore();
    }

    @Test
    void whoseWindowIsFullIsLeftOut() {
        var full = WIRES.in("full", 0x21, u16(2));
        full.send(V5.subscribe(1, "$share/g/t", 1)).expect(V5.suback(1, 1));
        var free = member(V5, "free", "g", 1);
        var writer = WIRES.in(V5, "w");

        for (var i = 1; i <= 20; i++) {
            writer.send(V5.publish(0x32, "t", i, "x")).expect(ack(0x40, i));
        }

        full.expectPublish(0x32, "t", "x");
        full.expectPublish(0x32, "t", "x");
        full.expectNothingMore();
        for (var i = 0; i < 18; i++) {
            free.expectPublish(0x32, "t", "x");
        }
    }

    @Test
    void whoIsAwayIsLeftOutWhileAnybodyIsThere() {
        var away = WIRES.kept(V5, "away", false);
        away.send(V5.subscribe(1, "$share/g/t", 1)).expect(V5.suback(1, 1));
        away.leave();
        var busy = WIRES.in("busy", 0x21, u16(1));
        busy.send(V5.subscribe(1, "$share/g/t", 1)).expect(V5.suback(1, 1));
        var writer = WIRES.in(V5, "w");

        for (var i = 1; i <= 6; i++) {
            writer.send(V5.publish(0x32, "t", i, "x")).expect(ack(0x40, i));
        }

        for (var i = 1; i <= 6; i++) {
            busy.send(ack(0x40, busy.expectPublish(0x32, "t", "x")));
        }
    }

    private static WireClient member(Version version, String id, String group, int qos) {
        return WIRES.subscribed(version, id, "$share/" + group + "/t", qos);
    }
}
