package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Wire.bytes;
import static io.trunkline.mqtt.Wire.hex;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static io.trunkline.mqtt.Wire.u32;
import static io.trunkline.mqtt.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets on an open connection that break the rules: each ends its connection; version 5 hears the code of the fault. */
class MalformedPacketTest {
    private static final int MALFORMED = 0x81;
    private static final int PROTOCOL_ERROR = 0x82;
    private static final byte[] NOT_UTF8 = hex("0002 c328");
    private static final byte[] NULL_CHARACTER = hex("0003 610062");

    @RegisterExtension
    static final Wires WIRES = new Wires();

    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(byte[] bytes, int code) {}

    @Proves(
            v3 = {
                "1.5.3-1", "1.5.3-2", "2.2.2-1", "2.2.2-2", "2.3.1-1", "3.1.0-2", "3.3.1-4", "3.3.2-1", "3.3.2-2",
                        "3.6.1-1", "3.8.1-1", "3.8.3-1",
                "3.8.3-3", "3.8.3-4", "3.10.1-1", "3.10.3-1", "3.10.3-2", "3.14.1-1", "4.7.1-1", "4.7.1-2", "4.7.1-3",
                        "4.7.3-1", "4.7.3-2", "4.8.0-1"
            },
            v5 = {
                "1.5.4-1",
                "1.5.4-2",
                "1.5.7-1",
                "2.1.3-1",
                "3.1.0-2",
                "3.3.1-4",
                "3.3.2-1",
                "3.3.2-2",
                "3.3.2-8",
                "3.3.2-13",
                "3.3.2-14",
                "3.3.2-19",
                "3.3.4-6",
                "3.6.1-1",
                "3.8.1-1",
                "3.8.3-1",
                "3.8.3-2",
                "3.8.3-4",
                "3.8.3-5",
                "3.10.1-1",
                "3.10.3-1",
                "3.10.3-2",
                "3.14.1-1",
                "3.14.2-1",
                "3.14.2-2",
                "3.14.4-1",
                "3.14.4-2",
                "3.15.1-1",
                "4.7.0-1",
                "4.7.1-1",
                "4.7.1-2",
                "4.7.3-1",
                "4.7.3-2",
                "4.8.2-1",
                "4.8.2-2",
                "4.12.1-2",
                "4.13.1-1",
                "4.13.2-1"
            })
    @ParameterizedTest
    @EnumSource
    void endsTheConnection(Version version) {
        fill(version);
        var lines = new LinkedHashMap<String, WireClient>();
        rows.forEach((name, row) ->
                lines.put(name, WIRES.in(version, "m" + lines.size()).send(row.bytes())));

        var failed = new ArrayList<String>();
        lines.forEach((name, line) -> {
            var heard = heard(line);
            if (!heard.equals(version == V5 ? goodbye(rows.get(name).code()) : "")) {
                failed.add(name + ": " + heard);
            }
        });
        assertThat(failed).isEmpty();
    }

    private static String heard(WireClient line) {
        try {
            return Wire.hex(withoutReason(line.readAll()));
        } catch (AssertionError stillOpen) {
            return "still open";
        }
    }

    /** A DISCONNECT with a reason string and no other property is looked at without. */
    private static byte[] withoutReason(byte[] all) {
        var isGoodbye = all.length > 6 && all[0] == (byte) 0xE0 && all[1] == all.length - 2;
        return isGoodbye && all[4] == 0x1F && all[6] == all.length - 7 ? bytes(0xE0, 2, all[2] & 0xff, 0) : all;
    }

    private static String goodbye(int code) {
        return Wire.hex(bytes(0xE0, 2, code, 0));
    }

    private void fill(Version version) {
        flags();
        publishes(version);
        subscribes(version);
        unsubscribes(version);
        others(version);
        if (version == V5) {
            publishesOf5();
            othersOf5();
        }
    }

    private void row(String name, int code, byte[] bytes) {
        rows.put(name, new Row(bytes, code));
    }

    private void flags() {
        for (var first : List.of(0x41, 0x44, 0x51, 0x60, 0x61, 0x63, 0x66, 0x6A, 0x71)) {
            row("acknowledgement with flags " + Integer.toHexString(first), MALFORMED, packet(first, u16(1)));
        }
        for (var first : List.of(0xC1, 0xC2, 0xE1, 0xE8, 0xF1)) {
            row("empty packet with flags " + Integer.toHexString(first), MALFORMED, packet(first));
        }
    }

    private void publishes(Version version) {
        row("QoS 3", MALFORMED, packet(0x36, "t", u16(1), version.none(), utf8("x")));
        row("no topic", MALFORMED, packet(0x30));
        row("topic cut off", MALFORMED, packet(0x30, u16(9), utf8("t")));
        row("topic not UTF-8", MALFORMED, packet(0x30, NOT_UTF8, version.none()));
        row("topic with U+0000", MALFORMED, packet(0x30, NULL_CHARACTER, version.none()));
        row("topic with #", MALFORMED, version.publish(0x30, "t/#", 0, "x"));
        row("topic with +", MALFORMED, version.publish(0x30, "+/t", 0, "x"));
        row("empty topic", PROTOCOL_ERROR, version.publish(0x30, "", 0, "x"));
        row("PUBLISH with packet id 0", MALFORMED, version.publish(0x32, "t", 0, "x"));
    }

    private void subscribes(Version version) {
        row("SUBSCRIBE with flags 0", MALFORMED, packet(0x80, u16(1), version.none(), "t", 0));
        row("SUBSCRIBE with packet id 0", MALFORMED, version.subscribe(0, "t", 0));
        row("SUBSCRIBE without a filter", PROTOCOL_ERROR, version.subscribe(1));
        row("SUBSCRIBE without options", MALFORMED, packet(0x82, u16(1), version.none(), "t"));
        row("filter not UTF-8", MALFORMED, packet(0x82, u16(1), version.none(), NOT_UTF8, 0));
        row("filter with U+0000", MALFORMED, packet(0x82, u16(1), version.none(), NULL_CHARACTER, 0));
        for (var options : version == V5 ? List.of(3, 0x30, 0x40, 0x80) : List.of(3, 4, 8, 0x10, 0x20, 0x40, 0x80)) {
            row("options " + Integer.toHexString(options), MALFORMED, version.subscribe(1, "good", 0, "t", options));
        }
        for (var filter : List.of("", "a#", "#/a", "a/#/b", "a+", "+a/b", "a/+b")) {
            row("filter '" + filter + "'", PROTOCOL_ERROR, version.subscribe(1, "good", 0, filter, 0));
        }
    }

    private void unsubscribes(Version version) {
        row("UNSUBSCRIBE with flags 0", MALFORMED, packet(0xA0, u16(1), version.none(), "t"));
        row("UNSUBSCRIBE with packet id 0", MALFORMED, version.unsubscribe(0, "t"));
        row("UNSUBSCRIBE without a filter", PROTOCOL_ERROR, version.unsubscribe(1));
        row("UNSUBSCRIBE not UTF-8", MALFORMED, packet(0xA2, u16(1), version.none(), NOT_UTF8));
        row("UNSUBSCRIBE with U+0000", MALFORMED, packet(0xA2, u16(1), version.none(), NULL_CHARACTER));
        row("UNSUBSCRIBE of 'a#'", PROTOCOL_ERROR, version.unsubscribe(1, "a#"));
    }

    private void others(Version version) {
        row("packet type 0", MALFORMED, packet(0x00));
        row("remaining length of five bytes", MALFORMED, hex("c0 80 80 80 80 01"));
        row("a second CONNECT", PROTOCOL_ERROR, WIRES.hello(version, "twice"));
        row("CONNACK", PROTOCOL_ERROR, packet(0x20, 0, 0, version.none()));
        row("SUBACK", PROTOCOL_ERROR, version.suback(1, 0));
        row("UNSUBACK", PROTOCOL_ERROR, version.unsuback(1, 0));
        row("PINGRESP", PROTOCOL_ERROR, Wire.PINGRESP);
        row("AUTH", version == V5 ? PROTOCOL_ERROR : MALFORMED, packet(0xF0));
        row("topic longer than the packet", MALFORMED, hex("30 04 0010 6161"));
        row("PUBACK of one byte", MALFORMED, hex("40 01 00"));
        row("PINGREQ with a byte", MALFORMED, hex("c0 01 00"));
        row("PUBACK without a packet id", MALFORMED, packet(0x40));
    }

    private void publishesOf5() {
        var all = Map.of(
                "topic alias 0", List.of(0x94, 0x23, u16(0)),
                "topic alias above the maximum", List.of(0x94, 0x23, u16(17)),
                "subscription identifier", List.of(PROTOCOL_ERROR, 0x0B, 1),
                "response topic with a wildcard", List.of(PROTOCOL_ERROR, 0x08, "answers/#"),
                "response topic not UTF-8", List.of(MALFORMED, 0x08, NOT_UTF8),
                "content type not UTF-8", List.of(MALFORMED, 0x03, NOT_UTF8),
                "user property not UTF-8", List.of(MALFORMED, 0x26, "name", NOT_UTF8),
                "user property with U+0000", List.of(MALFORMED, 0x26, NULL_CHARACTER, "value"),
                "payload format 2", List.of(PROTOCOL_ERROR, 1, 2),
                "unknown property", List.of(MALFORMED, 0x7e, 1));
        all.forEach((name, parts) -> {
            var properties = properties(parts.subList(1, parts.size()).toArray());
            row(name, (Integer) parts.get(0), V5.publish(0x32, "t", 1, properties, "x"));
        });
        row(
                "empty topic and an alias never set",
                PROTOCOL_ERROR,
                V5.publish(0x30, "", 0, properties(0x23, u16(1)), "x"));
        row("a payload that is not the UTF-8 it is said to be", 0x99, packet(0x30, "t", properties(1, 1), hex("c328")));
    }

    private void othersOf5() {
        row("subscription identifier 0", PROTOCOL_ERROR, packet(0x82, u16(1), properties(0x0B, 0), "t", 0));
        row("no local on a shared subscription", PROTOCOL_ERROR, V5.subscribe(1, "$share/g/t", 4));
        for (var filter : List.of("$share/", "$share/g", "$share/g/", "$share//t", "$share/g+/t", "$share/#/t")) {
            row("filter " + filter, PROTOCOL_ERROR, V5.subscribe(1, filter, 0));
        }
        row("re-authentication", PROTOCOL_ERROR, packet(0xF0, 0x19, properties(0x15, "method")));
        row("a property twice", PROTOCOL_ERROR, packet(0x30, "t", properties(bytes(3, "a"), bytes(3, "b")), utf8("x")));
        row("a property of another packet", MALFORMED, V5.publish(0x30, "t", 0, properties(0x11, u32(1)), "x"));
        row("properties longer than the packet", MALFORMED, hex("30 05 0001 74 40 78"));
        row(
                "a property cut off",
                MALFORMED,
                packet(0x30, "t", properties(0x03, u16(9), utf8("ab")), utf8("xxxxxxxxxx")));
        row(
                "subscription identifier twice",
                PROTOCOL_ERROR,
                packet(0x82, u16(1), properties(0x0B, 1, 0x0B, 2), "t", 0));
        row("an expiry for a session that was to end", PROTOCOL_ERROR, packet(0xE0, 0, properties(0x11, u32(60))));
    }
}
