package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.ack;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** UNSUBSCRIBE and its answers, byte for byte. */
class UnsubscribeBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v3 = {"2.3.1-7", "3.10.4-1", "3.10.4-2", "3.10.4-4", "3.10.4-5", "3.10.4-6"},
            v5 = {"2.2.1-6", "3.10.4-1", "3.10.4-2", "3.10.4-4", "3.10.4-5", "3.10.4-6", "3.11.3-1", "3.11.3-2"})
    @ParameterizedTest
    @EnumSource
    void unsubscribingNeedsTheSameCharacters(Version version) {
        var reader = WIRES.in(version, "r");
        reader.send(version.subscribe(1, "a/+", 0, "b", 0, "c", 0)).expect(version.suback(1, 0, 0, 0));
        var writer = WIRES.in(version, "w");

        reader.send(version.unsubscribe(2, "a/b", "B", "#")).expect(version.unsuback(2, 0x11, 0x11, 0x11));
        writer.send(version.publish(0x30, "a/b", 0, "x"));
        reader.expect(version.publish(0x30, "a/b", 0, "x"));

        reader.send(version.unsubscribe(0xABCD, "a/+", "none", "b")).expect(version.unsuback(0xABCD, 0, 0x11, 0));
        writer.send(
                version.publish(0x30, "a/b", 0, "x"),
                version.publish(0x30, "b", 0, "x"),
                version.publish(0x30, "c", 0, "y"));
        reader.expect(version.publish(0x30, "c", 0, "y")).expectNothingMore();
    }

    @Proves(v3 = "3.10.4-3", v5 = "3.10.4-3")
    @ParameterizedTest
    @EnumSource
    void aDeliveryThatHasBegunIsCompletedAfterUnsubscribing(Version version) {
        var reader = WIRES.kept(version, "r", false);
        reader.send(version.subscribe(1, "t", 2)).expect(version.suback(1, 2));
        var writer = WIRES.in(version, "w");
        writer.send(version.publish(0x34, "t", 1, "two")).expect(ack(0x50, 1));
        writer.send(version.publish(0x32, "t", 2, "one")).expect(ack(0x40, 2));
        var two = reader.expectPublish(0x34, "t", "two");
        var one = reader.expectPublish(0x32, "t", "one");

        reader.send(version.unsubscribe(2, "t")).expect(version.unsuback(2, 0));
        reader.close();
        var back = WIRES.kept(version, "r", true);

        back.expect(version.publish(0x3C, "t", two, "two"), version.publish(0x3A, "t", one, "one"));
        back.send(ack(0x50, two))
                .expect(ack(0x62, two))
                .send(ack(0x70, two), ack(0x40, one))
                .expectNothingMore();
    }
}
