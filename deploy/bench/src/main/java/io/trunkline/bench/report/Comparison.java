package io.trunkline.bench.report;

import io.trunkline.bench.load.Outcome;
import io.trunkline.bench.load.Tally;
import io.trunkline.bench.measure.Median;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The rounds of one load on ours and on a peer, played in turn. */
public record Comparison(String load, List<Outcome> ours, String peer, List<Outcome> theirs) {
    static final String[] HEADINGS = {
        "load",
        "server",
        "deliveries/s",
        "ratio",
        "p50",
        "p99",
        "server CPU",
        "server RSS",
        "generator",
        "lost",
        "double"
    };

    /** Median over the rounds of our rate divided by the peer's in the same round. */
    public double ratio() {
        return Median.of(IntStream.range(0, ours.size())
                .mapToDouble(i -> ours.get(i).rate() / theirs.get(i).rate())
                .toArray());
    }

    /** Median over the rounds of our server's microseconds of processor time for each delivery. */
    public double serverMicros() {
        return Median.of(ours, Outcome::serverMicros);
    }

    /** What went wrong at ours in all rounds together. */
    public Tally tally() {
        return tally(ours);
    }

    List<String[]> rows() {
        return List.of(row("trunkline", ours, text("%.2f", ratio())), row(peer, theirs, ""));
    }

    private String[] row(String server, List<Outcome> rounds, String ratio) {
        Tally tally = tally(rounds);
        return new String[] {
            load,
            server,
            text("%,.0f", Median.of(rounds, Outcome::rate)),
            ratio,
            millis(Median.of(rounds, outcome -> nanos(outcome.p50()))),
            millis(Median.of(rounds, outcome -> nanos(outcome.p99()))),
            text("%.2f us", Median.of(rounds, Outcome::serverMicros)),
            text("%.0f MiB", Median.of(rounds, outcome -> outcome.residentKib() / 1024.0)),
            text("%.0f %%", Median.of(rounds, Outcome::generatorShare) * 100),
            Long.toString(tally.lost()),
            Long.toString(tally.duplicates())
        };
    }

    private static double nanos(Duration time) {
        return time.toNanos();
    }

    private static String millis(double nanos) {
        return text("%.2f ms", nanos / 1e6);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static Tally tally(List<Outcome> rounds) {
        return rounds.stream().map(Outcome::tally).reduce(new Tally(0, 0, 0, 0), Tally::plus);
    }
}
