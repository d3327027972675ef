package io.trunkline.bench.scenario;

import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.server.Standalone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** From the start of the process to "ready, and HTTP and MQTT answer", on a data directory that an earlier start made. */
public final class StartTime {
    private static final double WANTED_SECONDS = 8;
    private static final int STARTS = 3;

    private final Standalone.Launch launch;
    private final Path directory;
    private final Progress progress;

    /** Starts in {@code directory}, which must be empty. */
    public StartTime(Standalone.Launch launch, Path directory, Progress progress) {
        this.launch = launch;
        this.directory = directory;
        this.progress = progress;
    }

    /** One first start, then {@value #STARTS} on what it left; the middle one counts. */
    public void run(Report report) throws IOException {
        double first = seconds();
        progress.say("start on an empty data directory: %.2f s", first);
        double[] warm = new double[STARTS];
        for (int start = 0; start < STARTS; start++) {
            warm[start] = seconds();
            progress.say("start on a warm data directory: %.2f s", warm[start]);
        }
        double middle =
                IntStream.range(0, STARTS).mapToDouble(i -> warm[i]).sorted().toArray()[STARTS / 2];
        report.add(Finding.atMost("start to ready, warm data directory", middle, WANTED_SECONDS, " s"));
        report.note("Start: %.1f s on an empty data directory.".formatted(first));
    }

    private double seconds() throws IOException {
        long begin = System.nanoTime();
        Standalone started = Standalone.start(launch, directory);
        double seconds = (System.nanoTime() - begin) / 1e9;
        started.close();
        return seconds;
    }
}
