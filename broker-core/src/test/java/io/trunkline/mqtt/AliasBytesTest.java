package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.u32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Topic aliases in both directions, byte for byte. */
class AliasBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(v5 = "3.3.2-12")
    @Test
    void everyAliasUpToTheMaximumIsTaken() {
        var reader = WIRES.subscribed(V5, "r", "#", 0);
        var writer = WIRES.in(V5, "w");

        for (var alias = 1; alias <= 16; alias++) {
            writer.send(V5.publish(0x30, "t" + alias, 0, properties(0x23, u16(alias)), "set"));
        }
        for (var alias = 16; alias >= 1; alias--) {
            writer.send(V5.publish(0x30, "", 0, properties(0x23, u16(alias)), "used"));
        }

        for (var alias = 1; alias <= 16; alias++) {
            reader.expect(V5.publish(0x30, "t" + alias, 0, "set"));
        }
        for (var alias = 16; alias >= 1; alias--) {
            reader.expect(V5.publish(0x30, "t" + alias, 0, "used"));
        }
    }

    @Proves(v5 = "3.3.2-7")
    @Test
    void aliasesEndWithTheirConnection() {
        var first = WIRES.kept(V5, "w", false);
        first.send(V5.publish(0x30, "t", 0, properties(0x23, u16(1)), "set")).expectNothingMore();
        first.close();

        WIRES.kept(V5, "w", true)
                .send(V5.publish(0x30, "", 0, properties(0x23, u16(1)), "x"))
                .expectEnd(0x82);
    }

    @Proves(v5 = {"3.1.2-26", "3.3.2-8", "3.3.2-11"})
    @Test
    void theServerUsesAliasesUpToTheMaximumOfTheClient() {
        var reader = WIRES.in("r", 0x22, u16(2));
        reader.send(V5.subscribe(1, "#", 0)).expect(V5.suback(1, 0));
        var writer = WIRES.in(V5, "w");

        for (var round = 0; round < 2; round++) {
            for (var topic : new String[] {"a", "b", "c"}) {
                writer.send(V5.publish(0x30, topic, 0, "x"));
            }
        }

        reader.expect(aliased("a", 1), aliased("b", 2), V5.publish(0x30, "c", 0, "x"));
        reader.expect(aliased("", 1), aliased("", 2), V5.publish(0x30, "c", 0, "x"));
    }

    @Proves(v5 = "3.3.2-7")
    @Test
    void theServersAliasesEndWithTheirConnectionToo() {
        for (var round = 0; round < 2; round++) {
            var reader = WIRES.in("r", 0x22, u16(2));
            reader.send(V5.subscribe(1, "#", 0)).expect(V5.suback(1, 0));
            WIRES.in(V5, "w").send(V5.publish(0x30, "a", 0, "x"));
            reader.expect(aliased("a", 1));
        }
    }

    private static byte[] aliased(String topic, int alias) {
        return V5.publish(0x30, topic, 0, properties(0x23, u16(alias)), "x");
    }

    @Proves(v5 = {"3.1.2-27", "3.1.2-26"})
    @Test
    void withoutAMaximumThereAreNoAliases() {
        var none = WIRES.subscribed(V5, "n", "#", 0);
        var zero = WIRES.in("z", 0x22, u16(0));
        zero.send(V5.subscribe(1, "#", 0)).expect(V5.suback(1, 0));
        var plain = V5.publish(0x30, "a", 0, "x");

        WIRES.in(V5, "w").send(plain, plain);

        none.expect(plain, plain);
        zero.expect(plain, plain);
    }

    @Proves(v5 = {"3.1.2-24", "3.1.2-26"})
    @Test
    void whatWasTooLargeSetsNoAlias() {
        var reader = WIRES.in("r", bytes(0x27, u32(60)), bytes(0x22, u16(1)));
        reader.send(V5.subscribe(1, "#", 0)).expect(V5.suback(1, 0));

        WIRES.in(V5, "w").send(V5.publish(0x30, "t", 0, "x".repeat(60)), V5.publish(0x30, "t", 0, "x"));

        reader.expect(aliased("t", 1));
    }
}
