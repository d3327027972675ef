package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V3;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.u32;
import static io.trunkline.mqtt.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PUBLISH and its acknowledgements in both directions, byte for byte. */
class PublishBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v3 = {"2.2.2-1", "2.3.1-5", "3.3.1-2", "3.3.1-3", "3.3.2-1", "3.3.4-1", "4.3.1-1"},
            v5 = {"1.5.5-1", "2.1.3-1", "2.2.1-2", "2.2.2-1", "3.3.1-2", "3.3.1-3", "3.3.2-1", "3.3.4-1", "4.3.1-1"})
    @ParameterizedTest
    @EnumSource
    void qos0HasNoIdAndNoDupAndNoAnswer(Version version) {
        var reader = WIRES.subscribed(version, "r", "t", 2);
        var writer = WIRES.in(version, "w");

        writer.send(version.publish(0x30, "t", 0, "one"), version.publish(0x38, "t", 0, "two"))
                .expectNothingMore();

        reader.expect(version.publish(0x30, "t", 0, "one"), version.publish(0x30, "t", 0, "two"));
    }

    @Proves(v5 = "1.5.5-1")
    @Test
    void lengthsAreWrittenAsShortAsTheyCanBe() {
        for (var size : new int[] {10, 200, 20_000}) {
            var topic = "t" + size;
            var reader = WIRES.subscribed(V5, "r" + size, topic, 0);
            WIRES.in(V5, "w" + size).send(V5.publish(0x30, topic, 0, "x".repeat(size)));
            reader.expect(V5.publish(0x30, topic, 0, "x".repeat(size)));
        }
    }

    @Proves(
            v3 = {"2.3.1-6", "3.3.1-3", "3.3.4-1", "4.3.2-2", "4.5.0-1"},
            v5 = {"2.2.1-5", "3.3.1-3", "3.3.4-1", "3.4.2-1", "4.3.2-4", "4.3.2-5", "4.5.0-1"})
    @ParameterizedTest
    @EnumSource
    void qos1IsAcknowledgedAndItsIdIsFreeAgain(Version version) {
        var reader = WIRES.subscribed(version, "r", "t", 0);
        var writer = WIRES.in(version, "w");

        writer.send(version.publish(0x32, "t", 7, "one")).expect(ack(0x40, 7));
        writer.send(version.publish(0x3A, "t", 7, "two")).expect(ack(0x40, 7));
        writer.send(version.publish(0x32, "nobody", 0xffff, "x")).expect(version.unheard(0x40, 0xffff));

        reader.expect(version.publish(0x30, "t", 0, "one"), version.publish(0x30, "t", 0, "two"));
    }

    @Proves(
            v3 = {"2.3.1-6", "3.3.4-1", "4.3.3-2", "2.2.2-1"},
            v5 = {"2.2.1-5", "3.3.4-1", "3.5.2-1", "3.7.2-1", "4.3.3-8", "4.3.3-10", "4.3.3-11", "4.3.3-12"})
    @ParameterizedTest
    @EnumSource
    void qos2IsDeliveredOnceUntilItsIdIsReleased(Version version) {
        var reader = WIRES.subscribed(version, "r", "t", 0);
        var writer = WIRES.in(version, "w");

        writer.send(version.publish(0x34, "t", 7, "one")).expect(ack(0x50, 7));
        writer.send(version.publish(0x3C, "t", 7, "one")).expect(ack(0x50, 7));
        writer.send(version.publish(0x34, "t", 7, "one")).expect(ack(0x50, 7));
        writer.send(ack(0x62, 7)).expect(ack(0x70, 7));
        writer.send(version.publish(0x34, "t", 7, "two")).expect(ack(0x50, 7));

        reader.expect(version.publish(0x30, "t", 0, "one"), version.publish(0x30, "t", 0, "two"));
        reader.expectNothingMore();
    }

    @Proves(v5 = "4.3.3-13")
    @Test
    void qos2GoesOnForAMessageThatHasExpired() {
        var writer = WIRES.in(V5, "w");

        writer.send(V5.publish(0x34, "t", 1, properties(0x02, u32(0)), "old")).expect(packet(0x50, u16(1), 0x10));
        writer.send(ack(0x62, 1)).expect(ack(0x70, 1));
    }

    @Proves(v5 = {"4.3.3-9", "3.5.2-1"})
    @Test
    void anIdIsFreeAfterARefusal() {
        var reader = WIRES.subscribed(V5, "r", "t", 0);
        var writer = WIRES.in("w", 0x17, 0);

        writer.send(V5.publish(0x34, "denied/x", 7, "x")).expect(packet(0x50, u16(7), 0x87));
        writer.send(V5.publish(0x34, "t", 7, "one")).expect(ack(0x50, 7));

        reader.expect(V5.publish(0x30, "t", 0, "one"));
    }

    @Proves(v3 = "3.3.5-2")
    @Test
    void whatIsNotAllowedIsAcknowledgedInVersion3() {
        var reader = WIRES.subscribed(V3, "r", "#", 0);

        WIRES.in(V3, "w").send(V3.publish(0x32, "denied/x", 1, "x")).expect(ack(0x40, 1));

        reader.expectNothingMore();
    }

    @Proves(
            v3 = {"2.3.1-4", "3.1.2-4", "3.2.2-2", "3.3.1-1", "3.3.1-3", "4.1.0-1", "4.3.2-1", "4.4.0-1"},
            v5 = {
                "2.2.1-4",
                "3.1.2-5",
                "3.1.2-23",
                "3.2.2-3",
                "3.3.1-1",
                "3.3.1-3",
                "4.3.2-1",
                "4.3.2-2",
                "4.3.2-3",
                "4.4.0-1"
            })
    @ParameterizedTest
    @EnumSource
    void qos1IsSentAgainOnReturnAndOnlyThenAndOnlyUntilItIsAcknowledged(Version version) {
        var reader = WIRES.kept(version, "r", false);
        reader.send(version.subscribe(1, "t", 1)).expect(version.suback(1, 1));
        WIRES.in(version, "w").send(version.publish(0x3A, "t", 1, "x")).expect(ack(0x40, 1));
        var id = reader.expectPublish(0x32, "t", "x");
        reader.expectNothingMore();
        reader.close();

        var back = WIRES.kept(version, "r", true).expect(version.publish(0x3A, "t", id, "x"));
        back.send(ack(0x40, id)).expectNothingMore();
        back.close();

        WIRES.kept(version, "r", true).expectNothingMore();
    }

    @Proves(
            v3 = {"2.3.1-6", "3.3.1-1", "4.1.0-1", "4.3.3-1", "4.4.0-1", "2.2.2-1"},
            v5 = {
                "2.1.3-1", "2.2.1-5", "3.3.1-1", "3.6.2-1", "3.6.2-2", "3.6.2-3", "4.3.3-1", "4.3.3-2", "4.3.3-3",
                "4.3.3-4", "4.3.3-5", "4.3.3-6", "4.4.0-1"
            })
    @ParameterizedTest
    @EnumSource
    void qos2GoesOnWhereItsConnectionBroke(Version version) {
        var reader = WIRES.kept(version, "r", false);
        reader.send(version.subscribe(1, "t", 2)).expect(version.suback(1, 2));
        WIRES.in(version, "w").send(version.publish(0x34, "t", 1, "x")).expect(ack(0x50, 1));
        var id = reader.expectPublish(0x34, "t", "x");
        reader.close();

        reader = WIRES.kept(version, "r", true).expect(version.publish(0x3C, "t", id, "x"));
        reader.send(ack(0x50, id)).expect(ack(0x62, id));
        reader.close();

        reader = WIRES.kept(version, "r", true).expect(ack(0x62, id)).expectNothingMore();
        reader.send(ack(0x70, id)).expectNothingMore();
        reader.close();

        WIRES.kept(version, "r", true).expectNothingMore();
    }

    @Proves(v5 = {"4.4.0-2", "4.3.3-4"})
    @Test
    void aRefusalEndsADeliveryForGood() {
        var reader = WIRES.kept(V5, "r", false);
        reader.send(V5.subscribe(1, "t", 2)).expect(V5.suback(1, 2));
        var writer = WIRES.in(V5, "w");
        writer.send(V5.publish(0x32, "t", 1, "one")).expect(ack(0x40, 1));
        reader.send(packet(0x40, u16(reader.expectPublish(0x32, "t", "one")), 0x83));
        writer.send(V5.publish(0x34, "t", 2, "two")).expect(ack(0x50, 2));
        reader.send(packet(0x50, u16(reader.expectPublish(0x34, "t", "two")), 0x83))
                .expectNothingMore();
        reader.close();

        WIRES.kept(V5, "r", true).expectNothingMore();
    }

    @Proves(v5 = "4.3.3-7")
    @Test
    void whatWasSentOnceDoesNotExpireAnyMore() {
        var reader = WIRES.kept(V5, "r", false);
        reader.send(V5.subscribe(1, "t", 2)).expect(V5.suback(1, 2));
        var writer = WIRES.in(V5, "w");
        writer.send(V5.publish(0x34, "t", 1, properties(0x02, u32(1)), "x")).expect(ack(0x50, 1));
        var first = reader.next();
        reader.close();
        WIRES.expired(writer, 1);

        var again = WIRES.kept(V5, "r", true).next();

        assertThat(again[0]).isEqualTo((byte) 0x3C);
        assertThat(WireClient.id(again, "t"))
                .isEqualTo(WireClient.id(first, "t"))
                .isNotZero();
    }

    @Proves(
            v3 = {"4.7.3-3"},
            v5 = {"4.7.3-3", "3.4.2-1"})
    @ParameterizedTest
    @EnumSource
    void theLongestTopicThatCanBeWrittenIsAnsweredAndNotServed(Version version) {
        var client = WIRES.socket(version).in(version.connect(Version.USER | Version.CLEAN, "a", WIRES.user()));
        var longest = "t".repeat(65_535);

        var puback = client.send(packet(0x32, longest, u16(1), version.none(), utf8("x")))
                .next();
        var suback = client.send(version.subscribe(2, longest, 0)).next();

        assertThat(puback[0]).isEqualTo((byte) 0x40);
        assertThat(suback[suback.length - 1]).isEqualTo((byte) (version == V5 ? 0x8F : 0x80));
        client.expectNothingMore();
    }
}
