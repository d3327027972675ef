package io.trunkline.bench.scenario;

import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.server.Standalone;
import io.trunkline.bench.wire.Line;
import io.trunkline.bench.wire.LoadLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Clients that come back together after the platform was killed, and go on where they were: until the last of them has heard what it missed. */
public final class Resume {
    private static final int TOPICS = 50;
    private static final int CLIENTS = 5_000;
    private static final int MISSED = 20;
    private static final double WANTED_SECONDS = 30;
    private static final int PATIENCE_SECONDS = 120;

    private final LoadLoop loop;
    private final Standalone.Launch launch;
    private final Path directory;
    private final Progress progress;

    /** Starts the platform in {@code directory}, which must be empty. */
    public Resume(LoadLoop loop, Standalone.Launch launch, Path directory, Progress progress) {
        this.loop = loop;
        this.launch = launch;
        this.directory = directory;
        this.progress = progress;
    }

    /** Kills the platform once. */
    public void run(Report report) throws Exception {
        Standalone before = Standalone.start(launch, directory)
                .withApplication(launch.operatorToken())
                .keepingAll(launch.operatorToken());
        List<String> places = new ArrayList<>();
        try {
            for (int topic = 0; topic < TOPICS; topic++) {
                places.add(before.publish(topic(topic), "the last one they heard"));
                miss(before, topic);
            }
        } finally {
            before.kill();
        }
        try (var after = Standalone.start(launch, directory).after(before)) {
            comeBack(after, places, report);
        }
    }

    private static String topic(int number) {
        return "resume/" + number;
    }

    private static void miss(Standalone platform, int topic) throws IOException {
        for (int sequence = 0; sequence < MISSED; sequence++) {
            platform.publish(topic(topic), "#0000%08d".formatted(sequence));
        }
    }

    private void comeBack(Standalone platform, List<String> places, Report report) throws Exception {
        var missed = new Missed(CLIENTS, MISSED);
        var wire = platform.webSocketWire();
        List<Line> lines = IntStream.range(0, CLIENTS)
                .mapToObj(i -> wire.resumer(i, topic(i % TOPICS), places.get(i % TOPICS), missed))
                .toList();
        long readsBefore = platform.logReads();
        long begin = System.nanoTime();
        loop.open(platform.port(), lines);
        double open = (System.nanoTime() - begin) / 1e9;
        missed.all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double reads = (double) (platform.logReads() - readsBefore) / TOPICS;
        lines.forEach(Line::end);
        var text =
                "%,d WebSockets on %d topics came back together to a platform that was killed and started again: all open after %.1f s, the last one had heard"
                        + " the %d messages it had missed, once and in order, after %.1f s; %.2f reads of the log a topic.";
        progress.say(text, CLIENTS, TOPICS, open, MISSED, seconds, reads);
        report.note(text.formatted(CLIENTS, TOPICS, open, MISSED, seconds, reads));
        report.add(Finding.atMost("5,000 go on after a restart", seconds, WANTED_SECONDS, " s"));
        report.add(Finding.atMost("their reads of the log, a topic", reads, 1, ""));
    }
}
