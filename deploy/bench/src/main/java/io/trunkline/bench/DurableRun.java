package io.trunkline.bench;

import io.trunkline.bench.measure.Flushes;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.scenario.DurablePublishes;
import io.trunkline.bench.scenario.LongLog;
import io.trunkline.bench.scenario.Resume;
import io.trunkline.bench.server.Standalone;
import io.trunkline.bench.wire.LoadLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * The part of a run that is about durable topics, on platforms of its own.
 *
 * @param measure how something is measured that may fail
 */
record DurableRun(
        Options options, Standalone.Launch launch, Progress progress, BiConsumer<String, Callable<Report>> measure) {
    void run(Path work, Report report) {
        if (options.only().contains(Scenario.DURABLE)) {
            measure.accept("durable publishes", () -> durable(work, report));
        }
        if (options.only().contains(Scenario.RESUME)) {
            measure.accept("resume after a restart", () -> resume(work, report));
        }
        if (options.only().contains(Scenario.LOG)) {
            measure.accept("a long log", () -> longLog(work, report));
        }
    }

    private Report durable(Path work, Report report) throws Exception {
        report.note(
                "Durable: to write 8 KiB and flush them takes this machine %.2f ms (median), beside which the figures are to be read."
                        .formatted(Flushes.median(work).toNanos() / 1e6));
        try (var loop = new LoadLoop();
                var ours = keeping(Files.createDirectory(work.resolve("durable")))) {
            new DurablePublishes(loop, options.rounds(), options.timing(), progress).run(ours, report);
        }
        return report;
    }

    private Report resume(Path work, Report report) throws Exception {
        try (var loop = new LoadLoop()) {
            new Resume(loop, launch, Files.createDirectory(work.resolve("resume")), progress).run(report);
        }
        return report;
    }

    private Report longLog(Path work, Report report) throws Exception {
        var directory = Files.createDirectory(work.resolve("full"));
        try (var loop = new LoadLoop()) {
            var log = new LongLog(loop, options.rows(), options.rounds(), options.timing(), progress);
            var before = keeping(directory);
            try (before) {
                log.fill(before);
            }
            try (var full = Standalone.start(launch, directory).after(before);
                    var empty = keeping(Files.createDirectory(work.resolve("empty")))) {
                log.run(full, empty, report);
            }
        }
        return report;
    }

    private Standalone keeping(Path directory) throws IOException {
        return Standalone.start(launch, directory)
                .withApplication(launch.operatorToken())
                .keepingAll(launch.operatorToken());
    }
}
