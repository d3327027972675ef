package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.CLEAN;
import static io.trunkline.mqtt.Version.PASSWORD;
import static io.trunkline.mqtt.Version.USER;
import static io.trunkline.mqtt.Version.V3;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.WILL;
import static io.trunkline.mqtt.Version.WILL_RETAIN;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.hex;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** First packets that break the rules: each ends its connection, and none is answered as if it were right. */
class MalformedConnectTest {
    /** Nobody is closed for being late. */
    @RegisterExtension
    static final Wires WIRES = new Wires(new MqttLimits(
            1 << 18,
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            256,
            16,
            1 << 20,
            MqttLimits.Keeping.standard(),
            ArrivalLimits.standard()));

    private static final byte[] NOT_UTF8 = hex("0002 c328");
    private static final byte[] SURROGATE = hex("0003 eda080");
    private static final byte[] NULL_CHARACTER = hex("0003 610062");

    @Proves(
            v3 = {
                "1.5.3-1",
                "1.5.3-2",
                "3.1.0-1",
                "3.1.2-3",
                "3.1.2-9",
                "3.1.2-11",
                "3.1.2-13",
                "3.1.2-14",
                "3.1.2-15",
                "3.1.2-18",
                "3.1.2-19",
                "3.1.2-20",
                "3.1.2-21",
                "3.1.3-1",
                "3.1.3-3",
                "3.1.3-4",
                "3.1.3-10",
                "3.1.3-11",
                "3.1.4-1",
                "3.2.2-6"
            },
            v5 = {
                "1.5.4-1",
                "1.5.4-2",
                "3.1.0-1",
                "3.1.2-3",
                "3.1.2-9",
                "3.1.2-11",
                "3.1.2-12",
                "3.1.2-13",
                "3.1.2-16",
                "3.1.2-17",
                "3.1.2-18",
                "3.1.2-19",
                "3.1.3-1",
                "3.1.3-3",
                "3.1.3-4",
                "3.1.3-11",
                "3.1.3-12",
                "3.1.4-1",
                "3.14.0-1",
                "3.2.0-1",
                "4.13.1-1"
            })
    @ParameterizedTest
    @EnumSource
    void endsTheConnection(Version version) {
        var lines = new LinkedHashMap<String, WireClient>();
        rows(version)
                .forEach((name, bytes) -> lines.put(name, WIRES.socket(version).send(bytes)));

        var failed = new ArrayList<String>();
        lines.forEach((name, line) -> {
            if (!endsWithoutAWelcome(line)) {
                failed.add(name);
            }
        });
        assertThat(failed).isEmpty();
    }

    /** Version 3 hears nothing, version 5 may hear a CONNACK of 0x80 or more. */
    private static boolean endsWithoutAWelcome(WireClient line) {
        try {
            var answer = line.readAll();
            return answer.length == 0 || (line.version() == V5 && answer[0] == 0x20 && answer[2] == 0 && answer[3] < 0);
        } catch (AssertionError stillOpen) {
            return false;
        }
    }

    private static Map<String, byte[]> rows(Version version) {
        var rows = new LinkedHashMap<String, byte[]>();
        rows.put("PINGREQ first", Wire.PINGREQ);
        rows.put("PUBLISH first", version.publish(0x30, "t", 0, "x"));
        rows.put("SUBSCRIBE first", version.subscribe(1, "t", 0));
        rows.put("reserved flag", version.connect(USER | CLEAN | 1, "a", "app"));
        rows.put("flags of the fixed header", changed(version.connect(USER | CLEAN, "a", "app"), 0, 0x11));
        rows.put("nothing in the payload", version.connect(CLEAN));
        rows.put("client id not UTF-8", version.connect(USER | CLEAN, NOT_UTF8, "app"));
        rows.put("client id with a surrogate", version.connect(USER | CLEAN, SURROGATE, "app"));
        rows.put("client id with U+0000", version.connect(USER | CLEAN, NULL_CHARACTER, "app"));
        rows.put("client id cut off", version.connect(CLEAN, u16(9), Wire.utf8("abc")));
        wills(version, rows);
        credentials(version, rows);
        if (version == V5) {
            propertiesOf5(rows);
        }
        return rows;
    }

    private static void wills(Version version, Map<String, byte[]> rows) {
        var none = version.none();
        rows.put("will QoS without a will", version.connect(USER | CLEAN | 0x08, "a", "app"));
        rows.put("will retain without a will", version.connect(USER | CLEAN | WILL_RETAIN, "a", "app"));
        rows.put("will QoS 3", version.connect(USER | CLEAN | WILL | 0x18, "a", none, "w", "x", "app"));
        rows.put("a will that is not there", version.connect(CLEAN | WILL, "a"));
        rows.put("a will without a message", version.connect(CLEAN | WILL, "a", none, "w"));
        rows.put("a will without its flag", version.connect(USER | CLEAN, "a", none, "w", "x", "app"));
        rows.put("will topic not UTF-8", version.connect(USER | CLEAN | WILL, "a", none, NOT_UTF8, "x", "app"));
        rows.put("will topic with U+0000", version.connect(USER | CLEAN | WILL, "a", none, NULL_CHARACTER, "x", "app"));
        rows.put("will topic with a wildcard", version.connect(USER | CLEAN | WILL, "a", none, "w/#", "x", "app"));
        rows.put("empty will topic", version.connect(USER | CLEAN | WILL, "a", none, "", "x", "app"));
    }

    private static void credentials(Version version, Map<String, byte[]> rows) {
        rows.put("user name without its flag", version.connect(CLEAN, "a", "app"));
        rows.put("user name that is not there", version.connect(USER | CLEAN, "a"));
        rows.put("password without its flag", version.connect(USER | CLEAN, "a", "app", "secret"));
        rows.put("password that is not there", version.connect(USER | PASSWORD | CLEAN, "a", "app"));
        rows.put("user name not UTF-8", version.connect(USER | CLEAN, "a", NOT_UTF8));
        rows.put("user name with U+0000", version.connect(USER | CLEAN, "a", NULL_CHARACTER));
    }

    private static void propertiesOf5(Map<String, byte[]> rows) {
        var all = Map.of(
                "unknown property", List.of(0x7e, 1),
                "receive maximum 0", List.of(0x21, u16(0)),
                "maximum packet size 0", List.of(0x27, u32(0)),
                "request problem information 2", List.of(0x17, 2),
                "request response information 2", List.of(0x19, 2),
                "user property not UTF-8", List.of(0x26, "a", NOT_UTF8));
        all.forEach((name, parts) -> rows.put(name, WIRES.hello("a", parts.toArray())));
        rows.put("session expiry twice", WIRES.hello("a", 0x11, u32(1), 0x11, u32(1)));
        rows.put("topic alias", WIRES.hello("a", 0x23, u16(1)));
        rows.put("will delay outside of the will", WIRES.hello("a", 0x18, u32(1)));
        rows.put("properties cut off", packet(0x10, "MQTT", 5, CLEAN, u16(60), 9, 0x21));
        rows.put("authentication data alone", WIRES.hello("a", 0x16, "data"));
        rows.put(
                "will payload not the UTF-8 it is said to be",
                V5.connect(USER | CLEAN | WILL, "a", properties(1, 1), "w", hex("0002 c328"), "app"));
    }

    private static byte[] changed(byte[] packet, int at, int value) {
        packet[at] = (byte) value;
        return packet;
    }

    @Proves(v3 = "3.1.2-22")
    @Test
    void aPasswordWithoutAUserNameIsMalformedInVersion3() {
        WIRES.socket(V3).send(V3.connect(PASSWORD | CLEAN, "a", "secret")).expectClosed();
    }

    @Proves(v3 = "3.1.2-1", v5 = "3.1.2-1")
    @ParameterizedTest
    @EnumSource
    void anotherProtocolNameIsNotServed(Version version) {
        areToldThatTheVersionIsUnknown(List.of("MQTX", "mqtt", "MQIsdp").stream()
                .map(name -> packet(0x10, name, version.level(), USER | CLEAN, u16(60), version.none(), "a", "app")));
    }

    @Proves(
            v3 = {"3.1.2-2", "3.2.2-4", "3.2.2-5"},
            v5 = "3.1.2-2")
    @Test
    void anotherVersionIsNotServed() {
        areToldThatTheVersionIsUnknown(List.of(0, 1, 2, 6, 0x84).stream()
                .map(level -> packet(0x10, "MQTT", level, USER | CLEAN, u16(60), "a", "app")));
    }

    private static void areToldThatTheVersionIsUnknown(Stream<byte[]> connects) {
        var lines = connects.map(connect -> WIRES.socket(V3).send(connect)).toList();
        lines.forEach(line -> line.expect(bytes(0x20, 2, 0, 1)).expectClosed());
    }
}
