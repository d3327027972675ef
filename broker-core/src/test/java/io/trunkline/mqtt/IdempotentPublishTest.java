package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client publishes with an idempotency key, byte for byte. */
class IdempotentPublishTest {
    private static final byte[] REPEAT = properties(0x26, "repeat", "true");

    @RegisterExtension
    static final Wires WIRES = new Wires();

    private static byte[] key(String name) {
        return properties(bytes(0x26, "idempotency-key", name), bytes(0x26, "a", "1"));
    }

    @Test
    void isHeardOnceWithoutItsKeyAndAnsweredAsARepeat() {
        var reader = WIRES.subscribed(V5, "r", "t", 0);
        var writer = WIRES.in(V5, "w");
        var passedOn = properties(0x26, "a", "1");

        writer.send(V5.publish(0x32, "t", 1, key("k"), "one")).expect(ack(0x40, 1));
        writer.send(V5.publish(0x3A, "t", 2, key("k"), "one")).expect(packet(0x40, u16(2), 0, REPEAT));
        var again = WIRES.in(V5, "again");
        again.send(V5.publish(0x32, "t", 1, key("k"), "one")).expect(packet(0x40, u16(1), 0, REPEAT));
        again.send(V5.publish(0x30, "t", 0, key("k"), "one")).expectNothingMore();
        again.send(V5.publish(0x32, "t", 2, key("other"), "one")).expect(ack(0x40, 2));

        reader.expect(V5.publish(0x30, "t", 0, passedOn, "one"), V5.publish(0x30, "t", 0, passedOn, "one"))
                .expectNothingMore();
    }

    @Test
    void isAnsweredSoAtQos2AndWhereNobodyHears() {
        var writer = WIRES.in(V5, "w");

        writer.send(V5.publish(0x34, "t", 1, key("k"), "one")).expect(V5.unheard(0x50, 1));
        writer.send(ack(0x62, 1)).expect(ack(0x70, 1));
        writer.send(V5.publish(0x34, "t", 1, key("k"), "one")).expect(packet(0x50, u16(1), 0x10, REPEAT));
        writer.send(ack(0x62, 1)).expect(ack(0x70, 1));
    }

    @Test
    void aRepeatIsToldToThoseAloneWhoWantToKnow() {
        var silent = WIRES.in("s", 0x17, 0);
        silent.send(V5.publish(0x32, "t", 1, key("k"), "one")).expect(V5.unheard(0x40, 1));
        silent.send(V5.publish(0x32, "t", 2, key("k"), "one")).expect(V5.unheard(0x40, 2));
    }

    @Test
    void anotherMessageOrAKeyThatIsNoneIsRefused() {
        var writer = WIRES.in("w", 0x17, 0);
        writer.send(V5.publish(0x32, "t", 1, key("k"), "one")).expect(V5.unheard(0x40, 1));

        writer.send(V5.publish(0x32, "t", 2, key("k"), "two")).expect(packet(0x40, u16(2), 0x83));
        writer.send(V5.publish(0x32, "t", 3, key(" "), "two")).expect(packet(0x40, u16(3), 0x83));
        writer.send(V5.publish(0x32, "t", 4, key("k".repeat(129)), "two")).expect(packet(0x40, u16(4), 0x83));
        var two = properties(bytes(0x26, "idempotency-key", "1"), bytes(0x26, "idempotency-key", "1"));
        writer.send(V5.publish(0x32, "t", 5, two, "two")).expect(packet(0x40, u16(5), 0x83));
        var delays = properties(bytes(0x26, "delay", "1"), bytes(0x26, "delay", "2"));
        writer.send(V5.publish(0x32, "t", 6, delays, "two")).expect(packet(0x40, u16(6), 0x83));
        var told = WIRES.in(V5, "told");
        var no = told.send(V5.publish(0x32, "t", 1, key("k"), "two")).next();
        assertThat(new String(no, StandardCharsets.UTF_8)).contains("idempotency key was used");
    }

    @Test
    void aWillHasAKeyToo() {
        var reader = WIRES.subscribed(V5, "r", "t", 0);
        for (var life = 0; life < 2; life++) {
            var dying = WIRES.socket(V5);
            dying.in(V5.connect(
                    Version.USER | Version.CLEAN | Version.WILL,
                    "d",
                    key("last"),
                    "t",
                    u16(3),
                    utf8("end"),
                    WIRES.user()));
            dying.close();
        }
        WIRES.in(V5, "w").send(V5.publish(0x32, "t", 1, "after")).expect(ack(0x40, 1));

        reader.expect(V5.publish(0x30, "t", 0, properties(0x26, "a", "1"), "end"));
    }
}
