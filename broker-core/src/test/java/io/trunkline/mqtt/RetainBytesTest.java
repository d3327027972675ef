package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retained messages, byte for byte. */
class RetainBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v3 = {"3.3.1-5", "3.3.1-6", "3.3.1-7", "3.3.1-8", "3.3.1-9", "3.3.1-12", "3.1.2-7"},
            v5 = {"3.3.1-5", "3.3.1-8", "3.3.1-9", "3.3.1-12"})
    @ParameterizedTest
    @EnumSource
    void theLastOneIsStoredWithItsQosAndOutlivesItsPublisher(Version version) {
        var established = WIRES.subscribed(version, "e", "t", 0);
        var writer = WIRES.in(version, "w");
        writer.send(version.publish(0x31, "t", 0, "zero"), version.publish(0x33, "t", 1, "one"));
        writer.expect(ack(0x40, 1));
        writer.send(version.publish(0x35, "t", 2, "two")).expect(ack(0x50, 2));
        writer.send(version.publish(0x32, "t", 3, "not retained")).expect(ack(0x40, 3));
        writer.close();
        for (var text : new String[] {"zero", "one", "two", "not retained"}) {
            established.expect(version.publish(0x30, "t", 0, text));
        }

        var late = WIRES.in(version, "l").send(version.subscribe(1, "+", 2)).expect(version.suback(1, 2));

        late.send(ack(0x50, late.expectPublish(0x35, "t", "two")));
        WIRES.in(version, "w2")
                .send(version.publish(0x31, "t", 0, "zero again"))
                .expectNothingMore();
        WIRES.subscribed(version, "l2", "#", 2).expect(version.publish(0x31, "t", 0, "zero again"));
    }

    @Proves(
            v3 = {"3.3.1-10", "3.3.1-11"},
            v5 = {"3.3.1-6", "3.3.1-7"})
    @ParameterizedTest
    @EnumSource
    void anEmptyOneIsDeliveredAndClears(Version version) {
        var established = WIRES.subscribed(version, "e", "t", 0);
        var writer = WIRES.in(version, "w");
        writer.send(version.publish(0x33, "t", 1, "kept")).expect(ack(0x40, 1));
        writer.send(version.publish(0x33, "t", 2, "")).expect(ack(0x40, 2));

        established.expect(version.publish(0x30, "t", 0, "kept"), version.publish(0x30, "t", 0, ""));
        WIRES.subscribed(version, "l", "t", 0).expectNothingMore();
    }

    @Proves(v5 = {"3.3.1-9", "3.3.1-10", "3.3.1-11"})
    @Test
    void retainHandlingIsObeyed() {
        WIRES.in(V5, "w").send(V5.publish(0x33, "t", 1, "kept")).expect(V5.unheard(0x40, 1));
        var kept = V5.publish(0x31, "t", 0, "kept");
        var client = WIRES.in(V5, "r");

        client.send(V5.subscribe(1, "t", 0x20)).expect(V5.suback(1, 0)).expectNothingMore();
        client.send(V5.subscribe(2, "t", 0x10)).expect(V5.suback(2, 0)).expectNothingMore();
        client.send(V5.subscribe(3, "t", 0x00)).expect(V5.suback(3, 0), kept);
        client.send(V5.unsubscribe(4, "t")).expect(V5.unsuback(4, 0));
        client.send(V5.subscribe(5, "t", 0x10)).expect(V5.suback(5, 0), kept).expectNothingMore();
    }

    @Proves(v5 = {"3.3.1-12", "3.3.1-13"})
    @Test
    void retainAsPublishedIsObeyed() {
        var asPublished = WIRES.subscribed(V5, "a", "t", 0x08);
        var not = WIRES.subscribed(V5, "b", "t", 0);

        WIRES.in(V5, "w").send(V5.publish(0x31, "t", 0, "1"), V5.publish(0x30, "t", 0, "0"));

        asPublished.expect(V5.publish(0x31, "t", 0, "1"), V5.publish(0x30, "t", 0, "0"));
        not.expect(V5.publish(0x30, "t", 0, "1"), V5.publish(0x30, "t", 0, "0"));
    }

    @Proves(v5 = {"3.3.2-5", "3.3.2-6"})
    @Test
    void expiryCountsDownWhileItIsKept() {
        var writer = WIRES.in(V5, "w");
        writer.send(V5.publish(0x33, "long", 1, properties(0x02, u32(600)), "x"))
                .expect(V5.unheard(0x40, 1));
        WIRES.expired(writer, 1);

        var heard = WIRES.in(V5, "r")
                .send(V5.subscribe(1, "long", 0))
                .expect(V5.suback(1, 0))
                .next();

        var left = Wire.propertiesOf(heard, 8).get(0x02);
        assertThat(((left[2] & 0xff) << 8) | (left[3] & 0xff)).isBetween(1, 599);
    }
}
