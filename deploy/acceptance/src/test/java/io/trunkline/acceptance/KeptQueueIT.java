package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an MQTT client missed while it was away, on topics that nobody has set anything for, though the platform was killed meanwhile. */
class KeptQueueIT {
    @TempDir
    Path directory;

    @Test
    void whatWasMissedComesOnceAndInOrderAfterAKill() throws Exception {
        var installation = Installation.in(directory.resolve("data"));
        Application application;
        try (var platform = installation.start()) {
            application = Api.of(platform).create("queues", Map.of());
            leave(application, "reader");
            leave(application, "other");
            publish(application, 0, 1_000);
            platform.kill();
        }

        try (var platform = installation.start()) {
            application.awaitKnown();
            publish(application, 1_000, 1_010);
            var reader = come(application, "reader", true);
            assertThat(reader.texts(1_010)).isEqualTo(texts(0, 1_010));
            publish(application, 1_010, 1_011);
            assertThat(reader.texts(1)).isEqualTo(texts(1_010, 1_011));
            reader.close();
            var other = come(application, "other", true);
            assertThat(other.texts(1_011)).isEqualTo(texts(0, 1_011));
            other.close();
            assertThat(platform.interrupt()).isIn(0, 130);
            assertThat(reader.waiting() + other.waiting()).isZero();
        }
    }

    private static void leave(Application application, String name) {
        try (var client = come(application, name, false)) {
            client.subscribe("plain/#", 1);
        }
    }

    private static HiveMqDevice5 come(Application application, String name, boolean present) {
        var client = new HiveMqDevice5(new Devices(application).login(name).kept());
        assertThat(client.isSessionPresent()).isEqualTo(present);
        return client;
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "missed " + i).toList();
    }

    private static void publish(Application application, int from, int to) {
        try (var writer = new HiveMqDevice5(new Devices(application).login("writer"))) {
            writer.publishTogether(texts(from, to).stream().map(text -> Said.of("plain/a", text, 1)));
        }
    }
}
