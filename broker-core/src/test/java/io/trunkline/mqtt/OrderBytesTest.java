package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.ack;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packet ids and the order of deliveries, byte for byte. */
class OrderBytesTest {
    /** The ids that follow are not in the order of a hash table of 16. */
    private static final int SENT_BEFORE = 11;

    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v3 = {"2.3.1-4", "4.3.2-1"},
            v5 = {"2.2.1-4", "4.3.2-1"})
    @ParameterizedTest
    @EnumSource
    void whatIsInFlightHasDifferentIds(Version version) {
        var reader = WIRES.subscribed(version, "r", "t", 1);
        var writer = WIRES.in(version, "w");
        var ids = new HashSet<Integer>();

        IntStream.rangeClosed(1, 100).forEach(i -> {
            writer.send(version.publish(0x32, "t", 1, "x")).expect(ack(0x40, 1));
            ids.add(reader.expectPublish(0x32, "t", "x"));
        });

        assertThat(ids).hasSize(100).doesNotContain(0);
    }

    @Proves(
            v3 = {"4.6.0-5", "4.6.0-6"},
            v5 = {"4.6.0-5", "4.6.0-6"})
    @ParameterizedTest
    @EnumSource
    void deliveriesKeepTheOrderOfThePublishes(Version version) {
        var reader = WIRES.subscribed(version, "r", "+", 2);
        var writer = WIRES.in(version, "w");
        for (var first : new int[] {0x30, 0x32, 0x34}) {
            IntStream.rangeClosed(1, 50).forEach(i -> writer.send(version.publish(first, "t", i, first + ":" + i)));
            var ids = new ArrayList<Integer>();
            for (var i = 1; i <= 50; i++) {
                var next = reader.next();
                ids.add(first == 0x30 ? 0 : WireClient.id(next, "t"));
                assertThat(Wire.hex(next))
                        .isEqualTo(Wire.hex(version.publish(first, "t", ids.get(i - 1), first + ":" + i)));
            }
            ids.stream().filter(id -> id > 0).forEach(id -> reader.send(ack(first == 0x32 ? 0x40 : 0x50, id)));
        }
    }

    @Proves(
            v3 = {"4.6.0-6", "4.4.0-1"},
            v5 = "4.4.0-1")
    @ParameterizedTest
    @EnumSource
    void repetitionsKeepTheirOrderToo(Version version) {
        var reader = WIRES.kept(version, "r", false);
        reader.send(version.subscribe(1, "t", 2)).expect(version.suback(1, 2));
        var writer = WIRES.in(version, "w");
        for (var i = 1; i <= SENT_BEFORE; i++) {
            writer.send(version.publish(0x32, "t", i, "" + i)).expect(ack(0x40, i));
            reader.send(ack(0x40, reader.expectPublish(0x32, "t", "" + i)));
        }
        var ids = new ArrayList<Integer>();
        for (var i = 1; i <= 9; i++) {
            writer.send(version.publish(0x34, "t", i, "" + i)).expect(ack(0x50, i));
            ids.add(reader.expectPublish(0x34, "t", "" + i));
        }
        reader.close();

        var back = WIRES.kept(version, "r", true);
        for (var i = 1; i <= 9; i++) {
            back.expect(version.publish(0x3C, "t", ids.get(i - 1), "" + i));
        }
        ids.forEach(id -> back.send(ack(0x50, id)));
        ids.forEach(id -> back.expect(ack(0x62, id)));
    }
}
