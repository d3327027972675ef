package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publish by one door, begin to read at a second, go on at a third, and the platform is killed in the middle: no gap, nothing twice, in order. */
class ResumeMatrixIT {
    private static final int BATCH = 4;

    @TempDir
    Path directory;

    private final Map<String, List<String>> published = new LinkedHashMap<>();
    private int turn;

    @Test
    void everyReaderGoesOnAtEveryDoorAfterKillMinusNine() throws Exception {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        Map<String, String> positions;
        try (var platform = installation.start()) {
            application = durable(platform);
            positions = begin(application);
            publish(application);
            platform.kill();
        }

        try (var platform = installation.start()) {
            application.awaitKnown();
            publish(application);
            goOn(application, positions);
            assertThat(platform.terminal()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    private static Application durable(Platform platform) {
        var application = Api.of(platform).create("matrix", Map.of("clientInboundAckEnabled", true));
        application.remember("m/#", "{\"historySize\":1000,\"durable\":true}");
        return application;
    }

    private static String topic(ReadingDoor start, ReadingDoor end) {
        return "m/" + start + "/" + end;
    }

    /** At every topic somebody reads what is published, and leaves. */
    private Map<String, String> begin(Application application) throws Exception {
        var positions = new LinkedHashMap<String, String>();
        var readings = new ArrayList<Reading>();
        for (var start : ReadingDoor.values()) {
            for (var end : ReadingDoor.values()) {
                published.put(topic(start, end), new ArrayList<>());
                readings.add(start.open(application, "first-" + readings.size(), topic(start, end), "earliest")
                        .begun());
            }
        }
        publish(application);
        var topics = List.copyOf(published.keySet());
        for (var i = 0; i < topics.size(); i++) {
            try (var reading = readings.get(i)) {
                positions.put(topics.get(i), reading.hears(published.get(topics.get(i))));
            }
        }
        return positions;
    }

    private void goOn(Application application, Map<String, String> positions) throws Exception {
        var readings = new LinkedHashMap<String, Reading>();
        for (var start : ReadingDoor.values()) {
            for (var end : ReadingDoor.values()) {
                var topic = topic(start, end);
                var since = positions.get(topic);
                readings.put(
                        topic,
                        end.open(application, "second-" + readings.size(), topic, since)
                                .begun());
            }
        }
        publish(application);
        readings.forEach((topic, reading) -> {
            try (reading) {
                var all = published.get(topic);
                assertThat(reading.continuity()).as(topic).isEqualTo("resumed");
                reading.hears(all.subList(BATCH, all.size()));
            }
        });
    }

    /** To every topic, each message by the next door. */
    private void publish(Application application) throws Exception {
        try (var doors = new PublishingDoors(application, "publisher-" + turn)) {
            for (var i = 0; i < BATCH; i++) {
                for (var topic : published.entrySet()) {
                    var text = "message " + turn++;
                    doors.publish(turn, topic.getKey(), text);
                    topic.getValue().add(text);
                }
            }
        }
    }
}
