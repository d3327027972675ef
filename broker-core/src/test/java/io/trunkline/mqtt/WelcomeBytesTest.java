package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.CLEAN;
import static io.trunkline.mqtt.Version.PASSWORD;
import static io.trunkline.mqtt.Version.USER;
import static io.trunkline.mqtt.Version.V3;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.WILL;
import static io.trunkline.mqtt.Version.WILL_RETAIN;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CONNECT and its answers, byte for byte. */
class WelcomeBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v3 = {"3.1.4-4", "3.2.0-1", "3.2.2-1", "3.2.2-3", "3.12.4-1", "7.0.0-2", "7.1.1-1", "2.2.2-1"},
            v5 = {
                "3.1.4-5",
                "3.2.0-1",
                "3.2.0-2",
                "3.2.2-1",
                "3.2.2-2",
                "3.2.2-8",
                "3.12.4-1",
                "4.2-1",
                "4.12.0-6",
                "3.1.2-28",
                "2.1.3-1"
            })
    @ParameterizedTest
    @EnumSource
    void isGivenOnceAndPingsAreAnswered(Version version) {
        var client = WIRES.socket(version);

        var connack = client.send(WIRES.hello(version, "a"), Wire.PINGREQ).next();

        assertThat(Wire.hex(new byte[] {connack[0], connack[2], connack[3]})).isEqualTo("20 00 00");
        if (version == V5) {
            assertThat(Wire.propertiesOf(connack, 4)).doesNotContainKeys(0x15, 0x16, 0x1A, 0x1C, 0x12);
        }
        client.expect(Wire.PINGRESP).expectNothingMore();
    }

    @Proves(v3 = "3.1.3-5", v5 = "3.1.3-5")
    @ParameterizedTest
    @EnumSource
    void isGivenToIdsOfDigitsAndLettersUpTo23(Version version) {
        for (var id : List.of("0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ", "a")) {
            WIRES.in(version, id);
        }
    }

    @Proves(
            v3 = {"3.1.3-1", "3.1.2-9", "3.1.2-19", "3.1.2-21"},
            v5 = {"3.1.3-1", "3.1.2-9", "3.1.2-17", "3.1.2-19"})
    @ParameterizedTest
    @EnumSource
    void isGivenWithEveryFieldInItsPlace(Version version) {
        var flags = USER | PASSWORD | CLEAN | WILL | WILL_RETAIN | 0x10;
        WIRES.socket(version).in(version.connect(flags, "a", version.none(), "will", "gone", WIRES.user(), "secret"));
    }

    @Proves(v3 = "3.1.3-6")
    @Test
    void withoutAnIdEverybodyHasOneOfTheirOwn() {
        var clients = List.of(WIRES.in(V3, ""), WIRES.in(V3, ""), WIRES.in(V3, ""));

        clients.forEach(WireClient::expectNothingMore);
    }

    @Proves(v5 = {"3.1.3-6", "3.1.3-7", "3.2.2-16"})
    @Test
    void withoutAnIdTheAssignedOneIsToldAndIsAsGoodAsAnyOther() {
        var kept = properties(0x11, u32(60));
        var ids = List.of(1, 2).stream()
                .map(i -> WIRES.socket(V5)
                        .send(V5.connect(USER, kept, new Object[] {"", WIRES.user()}))
                        .next())
                .map(connack ->
                        new String(Wire.propertiesOf(connack, 4).get(0x12), java.nio.charset.StandardCharsets.UTF_8))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        WIRES.kept(V5, ids.get(0), true);
        WIRES.kept(V5, ids.get(1), true);
    }

    @Proves(v3 = {"3.1.3-8", "3.2.2-4", "3.2.2-5"})
    @Test
    void aSessionToKeepNeedsAnIdInVersion3() {
        WIRES.socket(V3)
                .send(V3.connect(USER, "", WIRES.user()))
                .expect(bytes(0x20, 2, 0, 2))
                .expectClosed();
    }

    @Proves(
            v3 = {"3.1.3-9", "3.2.2-4", "3.2.2-5"},
            v5 = {"3.1.3-8", "3.2.2-6", "3.2.2-7", "3.2.2-8"})
    @ParameterizedTest
    @EnumSource
    void isNotGivenToAnIdThatIsTooLong(Version version) {
        var client = WIRES.socket(version);

        assertThat(client.connack(WIRES.hello(version, "x".repeat(257)))).isEqualTo(version == V5 ? 0x85 : 2);
        client.expectClosed();
    }

    @Proves(
            v3 = {"3.1.4-5", "3.2.2-4", "3.2.2-5"},
            v5 = {"3.1.4-2", "3.1.4-6", "3.2.2-6", "3.2.2-7", "3.2.2-8", "4.12.0-4", "4.13.2-1"})
    @ParameterizedTest
    @EnumSource
    void whoIsRefusedIsNotHeardAnyMore(Version version) {
        var stranger = WIRES.socket(version);
        var unknown = version.connect(CLEAN, "a");

        var code = stranger.connack(bytes(unknown, version.publish(0x31, "t", 0, "hello")));

        assertThat(code).isEqualTo(version == V5 ? 0x86 : 4);
        stranger.expectClosed();
        WIRES.subscribed(version, "b", "#", 0).expectNothingMore();
    }

    @Proves(v5 = {"4.12.0-1", "4.12.0-4", "3.1.4-2"})
    @Test
    void anAuthenticationMethodIsNotKnown() {
        var client = WIRES.socket(V5);

        assertThat(client.connack(WIRES.hello("a", 0x15, "SCRAM-SHA-1"))).isEqualTo(0x8C);
        client.expectClosed();
    }

    @Proves(
            v3 = {"3.1.4-2", "3.1.3-2"},
            v5 = {"3.1.4-3", "3.1.3-2", "3.14.4-1", "3.14.4-2"})
    @ParameterizedTest
    @EnumSource
    void whoComesLastHasTheId(Version version) {
        var first = WIRES.in(version, "same");
        var other = WIRES.in(version, "other");

        var second = WIRES.in(version, "same");

        first.expectEnd(0x8E);
        second.expectNothingMore();
        other.expectNothingMore();
    }

    @Proves(
            v3 = "3.2.2-6",
            v5 = {"3.2.2-12", "3.2.2-13", "3.1.4-2"})
    @ParameterizedTest
    @EnumSource
    void isNotGivenWithAWillThatIsNotOffered(Version version) {
        WIRES.stage().offer(new MqttProfile(1, false, true, true, 10, 100, false));
        Map.of(0x10, 0x9B, WILL_RETAIN, 0x9A).forEach((flag, code) -> {
            var client = WIRES.socket(version);
            var connect = version.connect(USER | CLEAN | WILL | flag, "a", version.none(), "w", "x", WIRES.user());
            if (version == V5) {
                assertThat(client.connack(connect)).isEqualTo(code);
            } else {
                client.send(connect);
            }
            client.expectClosed();
        });
    }

    @Proves(v5 = {"3.2.2-9", "3.2.2-10"})
    @Test
    void saysTheHighestQosAndSubscriptionsOfAnyAreTaken() {
        WIRES.stage().offer(new MqttProfile(1, true, true, true, 10, 100, false));
        var client = WIRES.socket(V5);

        var connack = client.send(WIRES.hello("a")).next();

        assertThat(Wire.propertiesOf(connack, 4).get(0x24)).containsExactly(1);
        client.send(V5.subscribe(1, "a", 0, "b", 1, "c", 2)).expect(V5.suback(1, 0, 1, 1));
        client.send(V5.publish(0x34, "t", 1, "x")).expectEnd(0x9B);
    }

    @Proves(v5 = {"3.2.2-22", "3.1.2-22"})
    @Test
    void saysTheLongestSilenceToWhoAskedForMore() {
        var most = Wire.propertiesOf(WIRES.socket(V5).send(hello(0)).next(), 4);
        var cut = Wire.propertiesOf(WIRES.socket(V5).send(hello(0xffff)).next(), 4);
        var own = Wire.propertiesOf(WIRES.socket(V5).send(hello(30)).next(), 4);

        assertThat(most.get(0x13)).isEqualTo(Wire.u16(3600));
        assertThat(cut.get(0x13)).isEqualTo(Wire.u16(3600));
        assertThat(own).doesNotContainKey(0x13);
    }

    private static byte[] hello(int keepAlive) {
        return Wire.packet(
                0x10, "MQTT", 5, USER | CLEAN, Wire.u16(keepAlive), properties(), "k" + keepAlive, WIRES.user());
    }
}
