package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.V3;
import static io.trunkline.mqtt.Version.V5;
import static io.trunkline.mqtt.Version.ack;
import static io.trunkline.mqtt.Wire.hex;
import static io.trunkline.mqtt.Wire.packet;
import static io.trunkline.mqtt.Wire.properties;
import static io.trunkline.mqtt.Wire.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SUBSCRIBE and UNSUBSCRIBE, their answers and what they bring, byte for byte. */
class SubscribeBytesTest {
    @RegisterExtension
    static final Wires WIRES = new Wires();

    @Proves(
            v3 = {"2.3.1-7", "3.8.4-1", "3.8.4-2", "3.8.4-4", "3.8.4-5", "3.9.3-1", "3.9.3-2"},
            v5 = {"2.2.1-6", "3.8.4-1", "3.8.4-2", "3.8.4-5", "3.8.4-6", "3.8.4-7", "3.9.3-1", "3.9.3-2"})
    @ParameterizedTest
    @EnumSource
    void everyFilterHasItsCodeInItsPlace(Version version) {
        var client = WIRES.in(version, "a");

        client.send(version.subscribe(0x1234, "a", 0, "b/+", 1, "secure/theirs", 2, "$share/g/c", 1, "d/#", 2))
                .expect(version.suback(0x1234, 0, 1, version == V5 ? 0x87 : 0x80, 1, 2));

        client.send(version.publish(0x30, "d/e", 0, "x")).expect(version.publish(0x30, "d/e", 0, "x"));
    }

    @Proves(v3 = "3.8.4-6", v5 = "3.8.4-8")
    @ParameterizedTest
    @EnumSource
    void aDeliveryHasTheLowerQosOfTheTwo(Version version) {
        for (var granted = 0; granted < 3; granted++) {
            var topic = "t" + granted;
            var reader = WIRES.subscribed(version, "r" + granted, topic, granted);
            var writer = WIRES.in(version, "w" + granted);
            for (var published = 0; published < 3; published++) {
                writer.send(version.publish(0x30 | published << 1, topic, 1 + published, "x"));
                assertThat(reader.next()[0]).isEqualTo((byte) (0x30 | Math.min(published, granted) << 1));
            }
        }
    }

    @Proves(
            v3 = {"3.3.5-1", "4.5.0-1"},
            v5 = {"3.3.4-2", "4.5.0-1"})
    @ParameterizedTest
    @EnumSource
    void overlappingFiltersDeliverOnceAtTheHighestQos(Version version) {
        var reader = WIRES.in(version, "r");
        reader.send(version.subscribe(1, "a/#", 0, "a/+", 1, "a/b", 0)).expect(version.suback(1, 0, 1, 0));

        WIRES.in(version, "w").send(version.publish(0x34, "a/b", 1, "x")).expect(ack(0x50, 1));

        reader.expectPublish(0x32, "a/b", "x");
        reader.expectNothingMore();
    }

    @Proves(v5 = {"3.3.4-3", "3.3.4-4"})
    @Test
    void oneDeliveryHasTheIdentifiersOfAllFilters() {
        var reader = WIRES.in(V5, "r");
        reader.send(packet(0x82, u16(1), properties(0x0B, 7), "a/#", 0)).expect(V5.suback(1, 0));
        reader.send(packet(0x82, u16(2), properties(0x0B, 0xC8, 1), "a/b", 0)).expect(V5.suback(2, 0));
        reader.send(packet(0x82, u16(3), properties(), "a/+", 0)).expect(V5.suback(3, 0));

        WIRES.in(V5, "w").send(V5.publish(0x30, "a/b", 0, "x"));

        var heard = Wire.hex(reader.next());
        assertThat(List.of(identified(0x0B, 7, 0x0B, 0xC8, 1), identified(0x0B, 0xC8, 1, 0x0B, 7)))
                .contains(heard);
        reader.expectNothingMore();
    }

    private static String identified(Object... parts) {
        return Wire.hex(V5.publish(0x30, "a/b", 0, properties(parts), "x"));
    }

    @Proves(
            v3 = "3.8.4-3",
            v5 = {"3.8.4-3", "3.8.4-4"})
    @ParameterizedTest
    @EnumSource
    void theSameFilterAgainReplacesAndBringsWhatIsRetainedAgain(Version version) {
        var writer = WIRES.in(version, "w").send(version.publish(0x33, "t", 1, "kept"));
        writer.expect(version.unheard(0x40, 1));
        var reader = WIRES.in(version, "r");

        reader.send(version.subscribe(1, "t", 0)).expect(version.suback(1, 0), version.publish(0x31, "t", 0, "kept"));
        reader.send(version.subscribe(2, "t", 1)).expect(version.suback(2, 1));
        reader.send(ack(0x40, reader.expectPublish(0x33, "t", "kept")));

        writer.send(version.publish(0x32, "t", 2, "new")).expect(ack(0x40, 2));
        reader.expectPublish(0x32, "t", "new");
        reader.expectNothingMore();
    }

    @Proves(v3 = "3.8.4-3", v5 = "3.8.4-4")
    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhileASubscriptionIsReplaced(Version version) {
        var reader = WIRES.subscribed(version, "r", "t", 0);
        var writer = WIRES.in(version, "w");

        IntStream.rangeClosed(1, 300).forEach(i -> {
            writer.send(version.publish(0x32, "t", i, "" + i));
            reader.send(version.subscribe(i, "t", 0));
        });

        var heard = new ArrayList<byte[]>();
        while (heard.size() < 300) {
            var next = reader.next();
            if (next[0] == 0x30) {
                heard.add(next);
                assertThat(Wire.hex(next)).isEqualTo(Wire.hex(version.publish(0x30, "t", 0, "" + heard.size())));
            }
        }
    }

    @Proves(v3 = "3.8.3-2")
    @Test
    void wildcardsAreRefusedWhereTheyAreNotOffered() {
        WIRES.stage().offer(new MqttProfile(2, true, false, true, 10, 100, false));

        WIRES.in(V3, "a").send(V3.subscribe(1, "a/+", 0, "#", 1, "a/b", 1)).expect(V3.suback(1, 0x80, 0x80, 1));
    }

    @Proves(
            v3 = {"3.3.2-3", "4.7.1-2", "4.7.1-3", "4.7.2-1", "4.7.3-4"},
            v5 = {"3.3.2-3", "4.7.1-1", "4.7.1-2", "4.7.2-1", "4.7.3-4"})
    @ParameterizedTest
    @EnumSource
    void filtersMatchAsTheStandardHasIt(Version version) {
        var cases = new String[][] {
            {"sport/#", "sport", "sport/", "sport/tennis/x"},
            {"#", "sport", "/finance", "/"},
            {"sport/+", "sport/", "sport/x"},
            {"+/+", "/finance", "a/b"},
            {"/+", "/finance"},
            {"+", "finance", "a b"},
            {"sport/+/x/#", "sport/y/x", "sport//x/z"},
            {"$data/#", "$data/x", "$data"},
            {"$data/monitor/+", "$data/monitor/Client"},
            {"a//b", "a//b"},
            {"Accounts", "Accounts"},
            {"caf\u00e9", "caf\u00e9"}
        };
        var topics = List.of(
                "sport",
                "sport/",
                "sport/tennis/x",
                "sport/x",
                "/finance",
                "/",
                "a/b",
                "finance",
                "a b",
                "sport/y/x",
                "sport//x/z",
                "$data/x",
                "$data",
                "$data/monitor/Client",
                "a//b",
                "a/b/",
                "Accounts",
                "ACCOUNTS",
                "caf\u00e9",
                "cafe\u0301");
        var writer = WIRES.in(version, "w");
        for (var row : cases) {
            var reader = WIRES.subscribed(version, "r" + List.of(cases).indexOf(row), row[0], 0);
            topics.forEach(topic -> writer.send(version.publish(0x30, topic, 0, "x")));
            writer.expectNothingMore();
            reader.send(Wire.PINGREQ);
            assertThat(heard(reader))
                    .as(row[0])
                    .containsAll(List.of(row).subList(1, row.length))
                    .isEqualTo(expected(row[0], topics));
            reader.close();
        }
    }

    private static List<String> heard(WireClient reader) {
        var heard = new ArrayList<String>();
        var pongs = 0;
        while (pongs < 2) {
            var next = reader.next();
            if (next[0] == Wire.PINGRESP[0]) {
                pongs++;
                reader.send(Wire.PINGREQ);
            } else {
                var length = (next[2] & 0xff) << 8 | (next[3] & 0xff);
                heard.add(new String(next, 4, length, java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return heard;
    }

    /** The rules of section 4.7 once more, as a regular expression. */
    private static List<String> expected(String filter, List<String> topics) {
        var pattern = java.util.regex.Pattern.quote(filter)
                .replace("/#", "\\E(/.*)?\\Q")
                .replace("#", "\\E.*\\Q")
                .replace("+", "\\E[^/]*\\Q");
        var wild = filter.startsWith("+") || filter.startsWith("#");
        return topics.stream()
                .filter(topic -> topic.matches(pattern) && !(wild && topic.startsWith("$")))
                .toList();
    }

    @Proves(v3 = "1.5.3-3", v5 = "1.5.4-3")
    @ParameterizedTest
    @EnumSource
    void aByteOrderMarkIsACharacterLikeAnyOther(Version version) {
        var reader = WIRES.subscribed(version, "r", "\ufefft", 0);
        var plain = WIRES.subscribed(version, "p", "t", 0);

        WIRES.in(version, "w").send(version.publish(0x30, "\ufefft", 0, "x")).expectNothingMore();

        assertThat(Wire.hex(reader.next())).contains(Wire.hex(hex("00 04 ef bb bf 74")));
        plain.expectNothingMore();
    }
}
