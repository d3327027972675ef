package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.KeptTopics.fill;
import static io.trunkline.gateway.realtime.KeptTopics.frame;
import static io.trunkline.gateway.realtime.KeptTopics.plus;
import static io.trunkline.gateway.realtime.KeptTopics.position;
import static io.trunkline.gateway.realtime.KeptTopics.publish;
import static io.trunkline.gateway.realtime.KeptTopics.subscribe;
import static io.trunkline.gateway.realtime.RealtimeGateway.KEEPING;
import static io.trunkline.gateway.realtime.RealtimeGateway.target;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.gateway.realtime.RealtimeGateway.Line;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket clients that go on from somewhere in a topic's log. */
@ExtendWith(NoLeaks.class)
class ResumeIT {
    private static final int MANY = 10_000;

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    private static String welcome(Line line, String topic, String resume) {
        return line.welcome(topic, KEEPING).replaceAll("}}}$", "},\"resume\":" + resume + "}}");
    }

    private static String resumed(String continuity, String position) {
        return "{\"continuity\":\"" + continuity + "\",\"position\":\"" + position + "\"}";
    }

    @Test
    void whoAsksHearsWhatWasMissedAndOthersNotOneByteMore() throws Exception {
        var topic = "kept/exact";
        try (var plain = gateway.open(KEEPING, "plain").on(topic);
                var line = gateway.open(KEEPING, "asks")) {
            var first = position(gateway, topic, "\"a\"");
            publish(gateway, topic, "{\"b\":2}");
            line.send(subscribe(topic, "earliest"));

            assertThat(line.next()).isEqualTo(welcome(line, topic, resumed("resumed", plus(first, -1))));
            assertThat(line.next()).isEqualTo(frame(topic, "\"a\"", first));
            assertThat(line.next()).isEqualTo(frame(topic, "{\"b\":2}", plus(first, 1)));
            publish(gateway, topic, 3);
            assertThat(line.next()).isEqualTo(frame(topic, 3, plus(first, 2)));

            for (var data : new String[] {"\"a\"", "{\"b\":2}", "3"}) {
                assertThat(plain.next())
                        .isEqualTo("{\"topic\":\"" + topic + "\",\"messageType\":\"broadcast\",\"data\":" + data + "}");
            }
        }
    }

    @Test
    void whoComesBackHearsWhatCameMeanwhile() throws Exception {
        var topic = "kept/back";
        var heard = position(gateway, topic, 1);
        publish(gateway, topic, 2);
        try (var line = gateway.open(KEEPING, "back")) {
            line.send(subscribe(topic, heard));

            assertThat(line.next()).isEqualTo(welcome(line, topic, resumed("resumed", heard)));
            assertThat(line.next()).isEqualTo(frame(topic, 2, plus(heard, 1)));
            line.send(subscribe(topic, "latest"));
            assertThat(line.next()).isEqualTo(welcome(line, topic, resumed("resumed", plus(heard, 1))));
            line.send(subscribe(topic, heard));
            assertThat(line.next()).isEqualTo(welcome(line, topic, resumed("resumed", heard)));
            assertThat(line.next()).isEqualTo(frame(topic, 2, plus(heard, 1)));
        }
    }

    @Test
    void saysWhatIsLost() throws Exception {
        var first = fill(gateway, "kept/few", 0, 1);
        fill(gateway, "kept/few", 1, 4);
        try (var line = gateway.open(KEEPING, "lost")) {
            line.send(subscribe("kept/few", first));
            assertThat(line.next()).isEqualTo(welcome(line, "kept/few", resumed("lost", plus(first, 1))));
            assertThat(line.next()).isEqualTo(frame("kept/few", 2, plus(first, 2)));
            assertThat(line.next()).isEqualTo(frame("kept/few", 3, plus(first, 3)));

            line.send(subscribe("free", "another:7"));
            assertThat(line.next()).isEqualTo(welcome(line, "free", "{\"continuity\":\"lost\",\"position\":null}"));
            publish(gateway, "free", 1);
            assertThat(line.next()).isEqualTo("{\"topic\":\"free\",\"messageType\":\"broadcast\",\"data\":1}");
        }
    }

    @Test
    void aBinaryFrameSaysItToo() throws Exception {
        var topic = "kept/binary";
        try (var line = gateway.open(KEEPING, "binary", "realtime:publisher:write:topic:*")) {
            line.send(subscribe(topic, "latest"));
            line.next();
            line.send("{\"type\":\"publish\",\"data\":{\"topic\":\"" + topic
                    + "\",\"payload\":\"x\",\"id\":\"1\",\"compress\":true}}");

            assertThat(line.next()).contains("priv/acks");
            var frame = line.client().read();
            assertThat(frame.head()).isEqualTo(0x80 | WireClient.BINARY);
            assertThat(frame.text())
                    .contains("\"payload\":\"x\",\"id\":\"1\"},\"position\":\"")
                    .endsWith(":1\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\"", "\"yesterday\"", "\"e:\"", "\"e:-1\"", "\"e:01\"", "7", "{}", "[\"latest\"]", "true"})
    void aPlaceThatIsNoneIsRefusedAsOtherFieldsAre(String since) throws Exception {
        var frame = "{\"type\":\"subscribe\",\"data\":{\"topic\":\"kept/a\",\"since\":" + since + "}}";
        try (var line = gateway.open(KEEPING, "bad");
                var told = gateway.dial(0, target(KEEPING, token(KEEPING, "told")) + "&errors=frames")) {
            line.send(frame);
            assertThat(line.client().readClose().reason())
                    .isEqualTo(CloseStatus.of(Reason.MALFORMED).text());
            told.readText();
            told.sendText(frame);
            assertThat(told.readText()).contains("\"messageType\":\"error\"", "\"code\":\"malformed\"");
        }
    }

    @Test
    void whoMayNotHearATopicMayNotReadWhatItWas() throws Exception {
        try (var line = gateway.dial(0, target(KEEPING, token(KEEPING, "curious")) + "&errors=frames")) {
            line.readText();
            line.sendText(subscribe("secure/a", "earliest"));
            assertThat(line.readText()).contains("\"messageType\":\"error\"", "\"code\":\"forbidden-subscribe\"");
            line.sendText(subscribe("priv/other", "earliest"));
            assertThat(line.readText()).contains("\"messageType\":\"error\"", "\"code\":\"forbidden-private\"");
        }
    }

    @Test
    void aSlowReaderOfMuchIsNotCutAndItsOtherFramesDoNotWait() throws Exception {
        var topic = "kept/much";
        var last = fill(gateway, topic, 0, MANY);
        var write = "realtime:publisher:write:topic:*";
        try (var slow = gateway.dial(4096, target(KEEPING, token(KEEPING, "slow", write)))) {
            slow.readText();
            slow.sendText(subscribe(topic, "earliest"));
            slow.sendText("{\"type\":\"publish\",\"data\":{\"topic\":\"nobody\",\"payload\":\"x\",\"id\":\"1\"}}");
            assertThat(slow.readText()).contains(resumed("resumed", plus(last, -MANY)));
            var number = 0;
            var acknowledgedAt = -1;
            while (number < MANY) {
                var text = slow.readText();
                if (text.contains("priv/acks")) {
                    acknowledgedAt = number;
                } else {
                    assertThat(text).isEqualTo(frame(topic, number, plus(last, ++number - MANY)));
                }
            }
            assertThat(acknowledgedAt).isBetween(0, MANY - 1);
        }
    }

    /** In the middle of being caught up with, another topic before it. */
    @Test
    void whoChangesItsMindBeginsAnew() throws Exception {
        fill(gateway, "kept/other", 0, MANY);
        var last = fill(gateway, "kept/mind", 0, MANY);
        try (var line = gateway.open(KEEPING, "mind")) {
            line.client()
                    .send(
                            WireClient.text(subscribe("kept/other", "earliest")),
                            WireClient.text(subscribe("kept/mind", "earliest")),
                            WireClient.text(subscribe("kept/mind", plus(last, -1))),
                            WireClient.text("{\"type\":\"unsubscribe\",\"data\":{\"topic\":\"kept/other\"}}"),
                            WireClient.text("{\"type\":\"subscribe\",\"data\":{\"topic\":\"kept/other\"}}"));

            awaitText(line, welcome(line, "kept/mind", resumed("resumed", plus(last, -MANY))));
            awaitText(line, welcome(line, "kept/mind", resumed("resumed", plus(last, -1))));
            awaitText(line, frame("kept/mind", MANY - 1, last));
            publish(gateway, "kept/other", "\"live\"");
            assertThat(line.next())
                    .isEqualTo("{\"topic\":\"kept/other\",\"messageType\":\"broadcast\",\"data\":\"live\"}");
        }
    }

    private static void awaitText(Line line, String text) throws IOException {
        var next = line.next();
        while (!next.equals(text)) {
            assertThat(next).contains("kept/other");
            next = line.next();
        }
    }
}
