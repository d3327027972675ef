package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client publishes with a delay, byte for byte. */
class DelayedPublishTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    private static byte[] delay(String seconds) {
        return properties(bytes(0x26, "delay", seconds), bytes(0x26, "a", "1"));
    }

    @Test
    void isHeardLaterWithoutItsDelay() {
        var reader = WIRES.subscribed(V5, "r", "t", 0);
        var silent = WIRES.in("s", 0x17, 0);

        silent.send(V5.publish(0x32, "t", 1, delay("1.5"), "later")).expect(ack(0x40, 1));
        silent.send(V5.publish(0x32, "t", 2, delay("0"), "now")).expect(ack(0x40, 2));

        var passedOn = properties(0x26, "a", "1");
        reader.expect(V5.publish(0x30, "t", 0, passedOn, "now"), V5.publish(0x30, "t", 0, passedOn, "later"));
    }

    @Test
    void itsPublisherIsToldWhen() {
        var told = WIRES.in(V5, "w")
                .send(V5.publish(0x32, "t", 1, delay("60"), "x"))
                .next();

        assertThat(Wire.hex(new byte[] {told[0], told[4]})).isEqualTo("40 00");
        assertThat(new String(told, StandardCharsets.UTF_8))
                .containsPattern("scheduled-for\0.20[0-9]{2}-[0-9]{2}-[0-9]{2}T");
    }

    @Test
    void aDelayThatIsNoneIsRefused() {
        var silent = WIRES.in("s", 0x17, 0);

        silent.send(V5.publish(0x32, "t", 1, delay("soon"), "x")).expect(packet(0x40, u16(1), 0x83));
        silent.send(V5.publish(0x32, "t", 2, delay("-1"), "x")).expect(packet(0x40, u16(2), 0x83));
        silent.send(V5.publish(0x32, "t", 3, delay("604801"), "x")).expect(packet(0x40, u16(3), 0x83));
    }

    @Test
    void whatExpiresAtOnceIsHeardByNobodyAtAnyQos() {
        var once = WIRES.subscribed(V5, "r", "t", 0);
        var sure = WIRES.subscribed(V5, "s", "t", 1);
        var writer = WIRES.in(V5, "w");

        writer.send(V5.publish(0x32, "t", 1, properties(0x02, u32(0)), "over")).expect(packet(0x40, u16(1)));
        writer.send(V5.publish(0x30, "t", 0, "good")).expectNothingMore();

        once.expect(V5.publish(0x30, "t", 0, "good"));
        sure.expect(V5.publish(0x30, "t", 0, "good"));
    }
}
