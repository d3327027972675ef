package io.trunkline.bench.scenario;

import io.trunkline.bench.load.Load;
import io.trunkline.bench.load.Outcome;
import io.trunkline.bench.load.Round;
import io.trunkline.bench.load.Target;
import io.trunkline.bench.load.Timing;
import io.trunkline.bench.measure.Median;
import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.server.Standalone;
import io.trunkline.bench.wire.LoadLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How fast a log of millions of rows takes more of them, beside one that was empty: both platforms run all the time, and are loaded in turn. */
public final class LongLog {
    private static final int PUBLISHERS = 200;
    private static final int WINDOW = 20;
    private static final int PAYLOAD_BYTES = 64;
    private static final double WANTED_RATIO = 0.8;
    private static final Duration FILLED_AT_ONCE = Duration.ofSeconds(30);

    /** As long on both, as what has not run for long is slower than what has, whatever is in its log. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final LoadLoop loop;
    private final int rows;
    private final int rounds;
    private final Timing timing;
    private final Progress progress;
    private final Load load = Load.unheard(PUBLISHERS, WINDOW, PAYLOAD_BYTES);

    /** A log of so many {@code rows}. */
    public LongLog(LoadLoop loop, int rows, int rounds, Timing timing, Progress progress) {
        this.loop = loop;
        this.rows = rows;
        this.rounds = rounds;
        this.timing = timing;
        this.progress = progress;
    }

    /** Publishes so many rows on a platform whose topics are all durable. */
    public void fill(Standalone platform) throws Exception {
        Target target = platform.mqtt(5, 1);
        var burst = new Timing(Duration.ZERO, FILLED_AT_ONCE, timing.patience());
        for (long filled = 0; filled < rows; ) {
            Outcome outcome = Round.run(loop, load, target, burst);
            filled += outcome.deliveries();
            progress.say("log: %,d of %,d rows, %,.0f/s", filled, rows, outcome.rate());
        }
    }

    /** Measures two platforms that were both started just now: one that was filled before, and one on which nothing was published yet. */
    public void run(Standalone full, Standalone empty, Report report) throws Exception {
        var here = full.mqtt(5, 1);
        var there = empty.mqtt(5, 1);
        var warmUp = new Timing(Duration.ZERO, WARM_UP, timing.patience());
        long few = 0;
        for (int round = 0; round < rounds; round++) {
            play("warm-up, long log", here, warmUp);
            few += play("warm-up, empty log", there, warmUp).deliveries();
        }
        List<Outcome> ours = new ArrayList<>();
        List<Outcome> others = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ours.add(play("long log", here, timing));
            others.add(play("empty log", there, timing));
        }
        judge(ours, others, report);
        report.note("Long log: the empty one had %,d rows after the warm-up.".formatted(few));
    }

    private void judge(List<Outcome> ours, List<Outcome> others, Report report) {
        double ratio = Median.of(IntStream.range(0, rounds)
                .mapToDouble(i -> ours.get(i).rate() / others.get(i).rate())
                .toArray());
        report.add(Finding.atLeast(
                "appends to a log of %,d rows, beside an empty one".formatted(rows), ratio, WANTED_RATIO, " x"));
        report.note("Long log: %,.0f durable publishes a second with %,d rows, %,.0f on the empty one (medians)."
                .formatted(Median.of(ours, Outcome::rate), rows, Median.of(others, Outcome::rate)));
    }

    private Outcome play(String name, Target target, Timing times) throws Exception {
        Outcome outcome = Round.run(loop, load, target, times);
        progress.say(
                "%-26s %,10.0f/s  p50 %.2f ms  %5.1f us server CPU  generator %.0f %%",
                name,
                outcome.rate(),
                outcome.p50().toNanos() / 1e6,
                outcome.serverMicros(),
                outcome.generatorShare() * 100);
        return outcome;
    }
}
