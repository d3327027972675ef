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
import java.util.ArrayList;
import java.util.List;

/**
 * Publishers, each on a durable topic of its own, with 1,000 publications in flight together: how many a second are acknowledged, and how soon where 5,000 a second
 * come whatever happens.
 */
public final class DurablePublishes {
    private static final int PUBLISHERS = 50;
    private static final int WINDOW = 20;
    private static final int PAYLOAD_BYTES = 200;
    private static final int RATE = 5_000;
    private static final double WANTED_RATE = 10_000;
    private static final double WANTED_MILLIS = 5;

    /** Of the rate that is asked for; what comes in at the edges of the measured time does not make a difference. */
    private static final double KEPT = 0.99;

    private final LoadLoop loop;
    private final int rounds;
    private final Timing timing;
    private final Progress progress;

    /** Plays {@code rounds} rounds of each load. */
    public DurablePublishes(LoadLoop loop, int rounds, Timing timing, Progress progress) {
        this.loop = loop;
        this.rounds = rounds;
        this.timing = timing;
        this.progress = progress;
    }

    /** Measures {@code ours}, all of whose topics are durable, over MQTT and over WebSocket. */
    public void run(Standalone ours, Report report) throws Exception {
        Load full = Load.unheard(PUBLISHERS, WINDOW, PAYLOAD_BYTES);
        play("MQTT 5, QoS 1", full, ours.mqtt(5, 1), report);
        play("WebSocket", full, ours.acknowledgedWebSocket(), report);
    }

    private void play(String door, Load full, Target target, Report report) throws Exception {
        Round.run(loop, full, target, timing.longWarmUp());
        String name = "durable publishes, " + door;
        List<Outcome> fast = rounds(name, full, target, report);
        report.add(Finding.atLeast(name, Median.of(fast, Outcome::rate), WANTED_RATE, "/s"));
        String steadyName = name + ", at 5,000/s";
        List<Outcome> steady = rounds(steadyName, full.at(RATE), target, report);
        report.add(Finding.atLeast(steadyName + ", acknowledged", Median.of(steady, Outcome::rate), RATE * KEPT, "/s"));
        report.add(Finding.atMost(
                steadyName + ", p50 of the acknowledgement",
                Median.of(steady, outcome -> millis(outcome.p50().toNanos())),
                WANTED_MILLIS,
                " ms"));
    }

    private List<Outcome> rounds(String name, Load load, Target target, Report report) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Outcome outcome = Round.run(loop, load, target, timing);
            progress.say("%s", text(name, List.of(outcome)));
            outcomes.add(outcome);
        }
        report.note(text(name, outcomes));
        report.add(Finding.none(
                name + ", never acknowledged",
                outcomes.stream().mapToLong(outcome -> outcome.tally().lost()).sum()));
        return outcomes;
    }

    private static String text(String name, List<Outcome> outcomes) {
        return "%s: %,.0f acknowledged a second, p50 %.2f ms, p99 %.2f ms, server CPU %.1f us each, generator %.0f %%"
                .formatted(
                        name,
                        Median.of(outcomes, Outcome::rate),
                        Median.of(outcomes, outcome -> millis(outcome.p50().toNanos())),
                        Median.of(outcomes, outcome -> millis(outcome.p99().toNanos())),
                        Median.of(outcomes, Outcome::serverMicros),
                        Median.of(outcomes, Outcome::generatorShare) * 100);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
