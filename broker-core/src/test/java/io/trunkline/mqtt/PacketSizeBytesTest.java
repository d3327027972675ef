package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.CLEAN;
import static io.trunkline.mqtt.Version.USER;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client's maximum packet size, and what is left out because of it or because the client does not want it, byte for byte. */
class PacketSizeBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v5 = {"3.1.2-24", "3.2.2-19", "3.2.2-20", "3.14.2-3", "3.14.2-4", "3.4.2-2", "3.4.2-3", "3.5.2-2", "3.5.2-3"
            })
    @Test
    void reasonsAreLeftOutWhereTheyDoNotFit() {
        var small = properties(0x27, u32(37));
        WIRES.socket(V5)
                .send(WIRES.hello("a", 0x27, u32(37), 0x15, "method"))
                .expect(bytes(0x20, 3, 0, 0x8C, 0))
                .expectClosed();

        var client = WIRES.socket(V5).in(V5.connect(USER | CLEAN, small, new Object[] {"a", WIRES.user()}));
        client.send(V5.publish(0x32, "denied/x", 1, "x")).expect(bytes(0x40, 3, 0, 1, 0x87));
        client.send(V5.publish(0x34, "denied/x", 2, "x")).expect(bytes(0x50, 3, 0, 2, 0x87));
        client.send(V5.publish(0x30, "t", 0, properties(0x0B, 1), "x"))
                .expect(bytes(0xE0, 2, 0x82, 0))
                .expectClosed();
    }

    @Proves(v5 = {"3.1.2-24", "3.2.2-19"})
    @Test
    void whoTakesNoPacketAsLargeAsTheWelcomeIsNotWelcome() {
        WIRES.socket(V5)
                .send(WIRES.hello("a", 0x27, u32(20)))
                .expect(bytes(0x20, 3, 0, 0x95, 0))
                .expectClosed();
        WIRES.socket(V5).send(WIRES.hello("a", 0x27, u32(4))).expectClosed();
    }

    @Proves(
            v5 = {
                "3.1.2-29",
                "3.4.2-1",
                "3.5.2-1",
                "3.7.2-1",
                "3.7.2-2",
                "3.7.2-3",
                "3.9.2-1",
                "3.9.2-2",
                "3.11.2-1",
                "3.11.2-2"
            })
    @Test
    void acknowledgementsHaveReasonsOnlyForThoseWhoWantThem() {
        var wants = WIRES.in("a");
        var not = WIRES.in("b", 0x17, 0);
        var denied = V5.publish(0x32, "denied/x", 1, "x");

        assertThat(Wire.propertiesOf(wants.send(denied).next(), 5)).containsOnlyKeys(0x1F);
        not.send(denied).expect(bytes(0x40, 3, 0, 1, 0x87));
        not.send(V5.publish(0x34, "denied/x", 2, "x")).expect(bytes(0x50, 3, 0, 2, 0x87));
        not.send(ack(0x62, 3)).expect(bytes(0x70, 3, 0, 3, 0x92));
        not.send(V5.subscribe(4, "secure/x", 0)).expect(V5.suback(4, 0x87));
        not.send(V5.unsubscribe(5, "secure/x")).expect(V5.unsuback(5, 0x11));
    }

    @Proves(v5 = {"3.1.2-24", "3.1.2-25", "3.9.2-1", "3.11.2-1"})
    @Test
    void anAnswerThatWouldBeTooLargeEndsTheConnection() {
        var many = new Object[100];
        for (var i = 0; i < many.length; i += 2) {
            many[i] = "t" + i;
            many[i + 1] = 0;
        }
        WIRES.in("a", 0x27, u32(45))
                .send(V5.subscribe(1, many))
                .expect(bytes(0xE0, 2, 0x95, 0))
                .expectClosed();
    }
}
