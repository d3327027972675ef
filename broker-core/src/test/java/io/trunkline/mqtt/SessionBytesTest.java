package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.CLEAN;
import static io.trunkline.mqtt.Version.USER;
import static io.trunkline.mqtt.Version.V3;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.WILL;
import static io.trunkline.mqtt.Version.WILL_RETAIN;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.u32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions and wills, byte for byte. */
class SessionBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v3 = {"3.1.2-4", "3.1.2-5", "3.1.3-2", "3.1.4-3", "3.2.2-2", "3.2.2-3", "4.1.0-1", "4.5.0-1"},
            v5 = {"3.1.2-5", "3.1.2-6", "3.1.2-23", "3.1.3-2", "3.1.4-4", "3.2.2-3", "4.5.0-1"})
    @ParameterizedTest
    @EnumSource
    void whatComesForTheAbsentIsDeliveredOnReturn(Version version) {
        var reader = WIRES.kept(version, "r", false);
        reader.send(version.subscribe(1, "t", 2)).expect(version.suback(1, 2));
        reader.leave();
        var writer = WIRES.in(version, "w");
        writer.send(version.publish(0x32, "t", 1, "one")).expect(ack(0x40, 1));
        writer.send(version.publish(0x34, "t", 2, "two")).expect(ack(0x50, 2));

        var back = WIRES.kept(version, "r", true);

        back.send(ack(0x40, back.expectPublish(0x32, "t", "one")));
        back.send(ack(0x50, back.expectPublish(0x34, "t", "two")));
    }

    @Proves(
            v3 = {"3.1.2-6", "3.1.4-3", "3.2.2-1"},
            v5 = {"3.1.2-4", "3.1.4-4", "3.2.2-2"})
    @ParameterizedTest
    @EnumSource
    void aCleanStartLeavesNothingOfWhatWas(Version version) {
        var reader = WIRES.kept(version, "r", false);
        reader.send(version.subscribe(1, "t", 1)).expect(version.suback(1, 1));
        reader.close();
        var writer = WIRES.in(version, "w");
        writer.send(version.publish(0x32, "t", 1, "x")).expect(ack(0x40, 1));

        var clean = WIRES.socket(version).in(WIRES.hello(version, "r"), false);
        writer.send(version.publish(0x32, "t", 2, "x")).expect(version.unheard(0x40, 2));
        clean.expectNothingMore();
        clean.send(version.subscribe(1, "t", 1)).expect(version.suback(1, 1));
        clean.close();

        WIRES.kept(version, "r", false).expectNothingMore();
    }

    @Proves(v3 = "4.1.0-2", v5 = "4.1.0-1")
    @ParameterizedTest
    @EnumSource
    void aSessionLastsAsLongAsItsConnectionAtLeast(Version version) {
        var reader = version == V5 ? WIRES.in("r", 0x11, u32(1)) : WIRES.in(V3, "r");
        reader.send(version.subscribe(1, "t", 0)).expect(version.suback(1, 0));
        var writer = WIRES.in(V5, "w");
        WIRES.expired(writer, 2);

        writer.send(V5.publish(0x30, "t", 0, "x"));

        reader.expect(version.publish(0x30, "t", 0, "x"));
    }

    @Proves(
            v3 = "2.3.1-4",
            v5 = {"4.3.3-10", "4.3.3-12"})
    @ParameterizedTest
    @EnumSource
    void aPublishIsKnownAgainOnReturn(Version version) {
        var reader = WIRES.subscribed(version, "r", "t", 0);
        var writer = WIRES.kept(version, "w", false);
        writer.send(version.publish(0x34, "t", 1, "one")).expect(ack(0x50, 1));
        writer.close();

        var back = WIRES.kept(version, "w", true);
        back.send(version.publish(0x3C, "t", 1, "one")).expect(ack(0x50, 1));
        back.send(ack(0x62, 1)).expect(ack(0x70, 1));

        reader.expect(version.publish(0x30, "t", 0, "one")).expectNothingMore();
    }

    @Test
    void whatWasNotTakenIsNoRepetitionWhenItComesAgain() {
        var reader = WIRES.subscribed(V5, "r", "t", 0);
        var notText = packet(0x34, "t", u16(1), properties(0x01, 1), new byte[] {(byte) 0xc3, 0x28});

        WIRES.kept(V5, "w", false).send(notText).expectEnd(0x99);
        var back = WIRES.kept(V5, "w", true);
        back.send(V5.publish(0x3C, "t", 1, "one")).expect(ack(0x50, 1));

        reader.expect(V5.publish(0x30, "t", 0, "one"));
    }

    @Proves(
            v3 = {"3.1.2-8", "3.1.2-10", "3.1.2-16"},
            v5 = {"3.1.2-7", "3.1.2-8", "3.1.2-10", "3.1.2-14"})
    @ParameterizedTest
    @EnumSource
    void aWillIsPublishedOnceWithItsQosAndIsNotRetained(Version version) {
        var reader = WIRES.subscribed(version, "r", "wills", 2);
        var keptWithWill = version.connect(
                USER | WILL | 0x08,
                version == V5 ? properties(0x11, u32(60)) : version.none(),
                new Object[] {"w", version.none(), "wills", "gone", WIRES.user()});
        WIRES.socket(version).in(keptWithWill, false).close();

        reader.send(ack(0x40, reader.expectPublish(0x32, "wills", "gone")));
        WIRES.kept(version, "w", true).close();
        reader.expectNothingMore();
        WIRES.subscribed(version, "late", "wills", 0).expectNothingMore();
    }

    @Proves(v3 = "3.1.2-17", v5 = "3.1.2-15")
    @ParameterizedTest
    @EnumSource
    void aWillThatIsToBeRetainedIs(Version version) {
        var reader = WIRES.subscribed(version, "r", "wills", 0);
        WIRES.socket(version).in(will(version, WILL_RETAIN)).close();
        reader.expect(version.publish(0x30, "wills", 0, "gone"));

        WIRES.subscribed(version, "late", "wills", 0).expect(version.publish(0x31, "wills", 0, "gone"));
    }

    @Proves(
            v3 = {"3.1.2-8", "3.1.2-10", "3.1.2-12", "3.14.4-3"},
            v5 = {"3.1.2-8", "3.1.2-10", "3.14.4-3"})
    @ParameterizedTest
    @EnumSource
    void nothingIsPublishedAfterAGoodbyeOrWithoutAWill(Version version) {
        var reader = WIRES.subscribed(version, "r", "wills", 0);

        WIRES.socket(version).in(will(version, 0)).send(packet(0xE0)).expectClosed();
        WIRES.in(version, "without").close();
        WIRES.in(version, "malformed").send(packet(0xE1)).expectEnd(0x81);

        reader.expectNothingMore();
    }

    @Proves(v5 = {"3.1.2-8", "3.1.2-10"})
    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x80, 0x83, 0x99})
    void anotherGoodbyeOfVersion5LeavesTheWill(int code) {
        var reader = WIRES.subscribed(V5, "r", "wills", 0);

        WIRES.socket(V5).in(will(V5, 0)).send(packet(0xE0, code)).expectClosed();

        reader.expect(V5.publish(0x30, "wills", 0, "gone"));
    }

    @Proves(v5 = {"3.1.3-10", "3.3.2-17", "3.3.2-18"})
    @Test
    void aWillKeepsItsProperties() {
        var said = properties(
                bytes(0x01, 1),
                bytes(0x03, "text/plain"),
                bytes(0x08, "r"),
                bytes(0x09, "7"),
                bytes(0x26, "b", "2"),
                bytes(0x26, "a", "1"));
        var reader = WIRES.subscribed(V5, "r", "wills", 0);
        var connect =
                V5.connect(USER | CLEAN | WILL, properties(), new Object[] {"w", said, "wills", "gone", WIRES.user()});

        WIRES.socket(V5).in(connect).close();

        reader.expect(V5.publish(0x30, "wills", 0, said, "gone"));
    }

    private static byte[] will(Version version, int flags) {
        return version.connect(USER | CLEAN | WILL | flags, "w", version.none(), "wills", "gone", WIRES.user());
    }
}
