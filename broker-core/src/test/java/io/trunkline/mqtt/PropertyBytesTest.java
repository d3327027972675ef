package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The properties of MQTT 5 on PUBLISH, byte for byte. */
class PropertyBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v5 = {
                "1.5.7-1",
                "3.3.2-4",
                "3.3.2-13",
                "3.3.2-15",
                "3.3.2-16",
                "3.3.2-17",
                "3.3.2-18",
                "3.3.2-19",
                "3.3.2-20"
            })
    @Test
    void whatThePublisherSaysIsPassedOn() {
        var reader = WIRES.subscribed(V5, "r", "t", 0);
        var said = properties(
                bytes(0x01, 1),
                bytes(0x03, "text/plain"),
                bytes(0x08, "answers/w"),
                bytes(0x09, "17"),
                bytes(0x26, "b", "2"),
                bytes(0x26, "a", "1"),
                bytes(0x26, "b", ""),
                bytes(0x26, "id", "7"),
                bytes(0x26, "subject", "somebody"),
                bytes(0x26, "caf\u00e9", "\ud83d\ude80"));

        WIRES.in(V5, "w").send(V5.publish(0x30, "t", 0, said, "x"));

        reader.expect(V5.publish(0x30, "t", 0, said, "x"));
    }

    @Test
    void nobodySpeaksForTheBrokerWhereItTellsOfPublishers() {
        WIRES.stage().offer(MqttProfile.full());
        var large = WIRES.subscribed(V5, "l", "t", 0);
        var small = WIRES.in("s", 0x27, u32(40));
        small.send(V5.subscribe(1, "t", 0)).expect(V5.suback(1, 0));

        WIRES.in(V5, "w").send(V5.publish(0x30, "t", 0, properties(0x26, "subject", "admin"), "x"));

        assertThat(new String(large.next(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("subject")
                .doesNotContain("admin");
        small.expect(V5.publish(0x30, "t", 0, "x"));
    }

    @Proves(v5 = {"3.3.2-17", "3.3.2-18"})
    @Test
    void whatIsRetainedKeepsItsProperties() {
        var said = properties(bytes(0x26, "z", "1"), bytes(0x26, "a", "2"));
        WIRES.in(V5, "w").send(V5.publish(0x31, "t", 0, said, "x")).expectNothingMore();

        WIRES.subscribed(V5, "r", "t", 0).expect(V5.publish(0x31, "t", 0, said, "x"));
    }

    @Proves(v5 = {"3.3.2-5", "3.3.2-6"})
    @Test
    void whatExpiresWhileItsReaderIsAwayIsNotDelivered() {
        var reader = WIRES.kept(V5, "r", false);
        reader.send(V5.subscribe(1, "t", 1)).expect(V5.suback(1, 1));
        reader.leave();
        var writer = WIRES.in(V5, "w");
        writer.send(V5.publish(0x32, "t", 1, properties(0x02, u32(1)), "soon over"))
                .expect(ack(0x40, 1));
        writer.send(V5.publish(0x32, "t", 2, properties(0x02, u32(600)), "still good"))
                .expect(ack(0x40, 2));
        WIRES.expired(writer, 1);

        var heard = WIRES.kept(V5, "r", true).next();

        var left = Wire.propertiesOf(heard, 7).get(0x02);
        assertThat(((left[2] & 0xff) << 8) | (left[3] & 0xff)).isBetween(1, 599);
        assertThat(new String(heard, java.nio.charset.StandardCharsets.UTF_8)).endsWith("still good");
    }

    @Proves(v5 = {"3.1.2-24", "3.1.2-25"})
    @Test
    void whatIsTooLargeForTheReaderIsLeftOutAndCountsAsDelivered() {
        var reader = WIRES.in("r", bytes(0x27, u32(100)), bytes(0x21, u16(1)));
        reader.send(V5.subscribe(1, "#", 2)).expect(V5.suback(1, 2));
        var other = WIRES.subscribed(V5, "o", "#", 0);
        var large = "x".repeat(100);

        WIRES.in(V5, "w")
                .send(V5.publish(0x30, "t", 0, large), V5.publish(0x32, "t", 1, large), V5.publish(0x34, "t", 2, large))
                .send(V5.publish(0x32, "t", 3, "small"));

        reader.send(ack(0x40, reader.expectPublish(0x32, "t", "small"))).expectNothingMore();
        other.expect(V5.publish(0x30, "t", 0, large));
    }

    @Proves(v5 = {"3.1.2-24", "3.1.2-25"})
    @Test
    void whatWeWouldSayOfThePublisherIsLeftOutWhereItDoesNotFit() {
        WIRES.stage().offer(MqttProfile.full());
        var reader = WIRES.in("r", 0x27, u32(40));
        reader.send(V5.subscribe(1, "#", 1)).expect(V5.suback(1, 1));
        var large = WIRES.subscribed(V5, "l", "#", 0);

        var writer = WIRES.in(V5, "w").send(V5.publish(0x30, "t", 0, "zero"));
        reader.expect(V5.publish(0x30, "t", 0, "zero"));
        writer.send(V5.publish(0x32, "t", 1, "one"));
        reader.expectPublish(0x32, "t", "one");
        assertThat(large.next().length).isGreaterThan(60);
    }

    @Proves(v5 = {"3.3.4-9", "3.3.4-10", "4.9.0-1", "4.9.0-2", "4.9.0-3"})
    @Test
    void theClientsReceiveMaximumIsKept() {
        var reader = WIRES.in("r", 0x21, u16(2));
        reader.send(V5.subscribe(1, "t", 2)).expect(V5.suback(1, 2));
        var writer = WIRES.in(V5, "w");
        for (var i = 1; i <= 5; i++) {
            writer.send(V5.publish(0x34, "t", i, "" + i)).expect(ack(0x50, i));
        }

        var one = reader.expectPublish(0x34, "t", "1");
        var two = reader.expectPublish(0x34, "t", "2");
        writer.send(V5.publish(0x30, "t", 0, "zero"));
        reader.expect(V5.publish(0x30, "t", 0, "zero")).expectNothingMore();
        reader.send(V5.subscribe(2, "u", 1)).expect(V5.suback(2, 1));
        reader.send(V5.publish(0x32, "v", 9, "x")).expect(V5.unheard(0x40, 9));

        reader.send(ack(0x50, one)).expect(ack(0x62, one)).expectNothingMore();
        reader.send(ack(0x70, one));
        var three = reader.expectPublish(0x34, "t", "3");
        reader.send(packet(0x50, u16(two), 0x80));
        reader.expectPublish(0x34, "t", "4");
        reader.send(ack(0x50, three)).expect(ack(0x62, three)).send(ack(0x70, three));
        reader.expectPublish(0x34, "t", "5");
    }

    @Proves(v5 = {"3.3.4-7", "4.9.0-3"})
    @Test
    void manyOpenQos2ExchangesOfAClientAreFineUntilTheReceiveMaximum() {
        var writer = WIRES.in(V5, "w");
        for (var i = 1; i <= 256; i++) {
            writer.send(V5.publish(0x34, "t", i, "x")).expect(V5.unheard(0x50, i));
        }

        writer.send(ack(0x62, 1)).expect(ack(0x70, 1));
        writer.send(V5.publish(0x34, "t", 1, "x")).expect(V5.unheard(0x50, 1));
        writer.send(V5.publish(0x3C, "t", 2, "x")).expect(ack(0x50, 2));

        writer.send(V5.publish(0x34, "t", 257, "x")).expectEnd(0x93);
    }

    @Proves(v5 = "3.8.3-3")
    @Test
    void noLocalKeepsAClientsOwnFromIt() {
        var client = WIRES.in(V5, "a").send(V5.subscribe(1, "t", 0x04)).expect(V5.suback(1, 0));
        var other = WIRES.subscribed(V5, "b", "t", 0x04);

        client.send(V5.publish(0x30, "t", 0, "x")).expectNothingMore();

        other.expect(V5.publish(0x30, "t", 0, "x"));
    }
}
