package io.trunkline.gateway.realtime;

import static io.trunkline.gateway.realtime.KeptTopics.subscribe;
import static io.trunkline.gateway.realtime.RealtimeGateway.KEEPING;
import static io.trunkline.gateway.realtime.RealtimeGateway.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.realtime.RealtimeGateway.Line;
import io.trunkline.gateway.sse.EventReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reader that wanders from door to door while others publish by all doors hears everything, once and in order. */
@ExtendWith(NoLeaks.class)
class ResumeAcrossDoorsIT {
    private static final int MESSAGES = 150;

    @TempDir
    private static Path directory;

    private static RealtimeGateway gateway;

    private final Random random = new Random();
    private final long seed = random.nextLong();
    private final String topic = "kept/wander/" + Long.toHexString(seed);
    private final List<Integer> heard = new ArrayList<>();
    private String since = "earliest";

    @BeforeAll
    static void start() {
        gateway = new RealtimeGateway(directory);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    @RepeatedTest(12)
    void hearsAllOnceAndInOrder() throws Exception {
        random.setSeed(seed);
        var publisherSeed = random.nextLong();
        var published = CompletableFuture.runAsync(() -> publishAll(new Random(publisherSeed)));
        while (heard.size() < MESSAGES) {
            var most = Math.min(MESSAGES - heard.size(), random.nextInt(60));
            switch (random.nextInt(3)) {
                case 0 -> byWebSocket(most);
                case 1 -> byEvents(most);
                default -> byHistory(1 + most);
            }
        }
        published.get(1, TimeUnit.MINUTES);

        assertThat(heard)
                .as("seed " + seed)
                .containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
    }

    private void publishAll(Random choice) {
        try (var line = gateway.open(KEEPING, "publisher", "realtime:publisher:write:topic:*")) {
            for (var number = 0; number < MESSAGES; number++) {
                publish(line, choice.nextBoolean(), "{\"n\":" + number + "}");
            }
        } catch (Exception fault) {
            throw new AssertionError("seed " + seed, fault);
        }
    }

    private void publish(Line line, boolean byHttp, String message) throws Exception {
        if (byHttp) {
            KeptTopics.publish(gateway, topic, message);
            return;
        }
        line.send("{\"type\":\"publish\",\"data\":{\"topic\":\"" + topic + "\",\"payload\":" + message + "}}");
        assertThat(line.next()).contains("priv/acks");
    }

    private void byWebSocket(int most) throws Exception {
        try (var line = gateway.open(KEEPING, "reader")) {
            line.send(subscribe(topic, since));
            assertThat(line.next()).as("seed " + seed).contains("\"continuity\":\"resumed\"");
            for (var i = 0; i < most; i++) {
                hear(JsonMapper.shared().readTree(line.next()));
            }
        }
    }

    private void byEvents(int most) throws Exception {
        var token = token(KEEPING, "reader");
        var comesBack = random.nextBoolean() && !since.equals("earliest");
        var path = "GET /apps/" + KEEPING + "/events?topic=" + topic + "&access_token=" + token;
        try (var reader = comesBack
                ? new EventReader(gateway.port(), 0, path, "Last-Event-ID: " + since)
                : new EventReader(gateway.port(), 0, path + "&since=" + since)) {
            assertThat(reader.head()).startsWith("http/1.1 200 ");
            reader.event();
            assertThat(reader.event()).as("seed " + seed).contains("\"continuity\":\"resumed\"");
            for (var i = 0; i < most; i++) {
                var event = reader.event().split("\ndata: ", 2);
                heard.add(number(JsonMapper.shared().readTree(event[1])));
                since = event[0].replace("id: ", "");
            }
        }
    }

    private void byHistory(int limit) throws Exception {
        var page = KeptTopics.history(gateway, "?topic=" + topic + "&since=" + since + "&limit=" + limit);
        assertThat(page.path("continuity").stringValue()).as("seed " + seed).isEqualTo("resumed");
        page.path("messages").forEach(this::hear);
        since = page.path("next").stringValue();
    }

    private void hear(JsonNode frame) {
        heard.add(number(frame));
        since = frame.path("position").stringValue();
    }

    private static int number(JsonNode frame) {
        var data = frame.path("data");
        return (data.has("payload") ? data.path("payload") : data).path("n").intValue();
    }
}
