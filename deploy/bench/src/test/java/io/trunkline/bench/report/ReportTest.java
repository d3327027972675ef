package io.trunkline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.bench.load.Outcome;
import io.trunkline.bench.load.Spent;
import io.trunkline.bench.load.Tally;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void saysByHowMuchATargetIsMissed() {
        assertThat(Finding.atLeast("rate", 1.2, 1.5, " x").verdict()).isEqualTo("**missed by 20 %**");
        assertThat(Finding.atMost("memory", 12, 10, " KiB").verdict()).isEqualTo("**missed by 20 %**");
        assertThat(Finding.atLeast("rate", 1.5, 1.5, " x").verdict()).isEqualTo("met");
        assertThat(Finding.atMost("memory", 10, 10, " KiB").verdict()).isEqualTo("met");
        assertThat(Finding.none("lost", 1).verdict()).isEqualTo("**missed**");
    }

    @Test
    void comparesTheRoundsThatWerePlayedSideBySide() {
        var ours = List.of(outcome(300, 0), outcome(100, 1), outcome(900, 0));
        var theirs = List.of(outcome(100, 0), outcome(100, 0), outcome(100, 0));

        var comparison = new Comparison("load", ours, "peer", theirs);

        assertThat(comparison.ratio()).isEqualTo(3);
        assertThat(comparison.serverMicros()).isEqualTo(1_000_000 / 300.0);
        assertThat(comparison.tally().lost()).isEqualTo(1);
    }

    @Test
    void isCompleteOnlyWhenEverythingWasMeasured() {
        var report = new Report();
        report.add(Finding.none("lost", 5));
        assertThat(report.isComplete()).isTrue();

        report.add(Finding.unmeasured("idle", "no server"));

        assertThat(report.isComplete()).isFalse();
        assertThat(report.markdown()).contains("| idle   | no server | ");
    }

    private static Outcome outcome(long deliveries, long lost) {
        var second = Duration.ofSeconds(1);
        return new Outcome(deliveries, second, second, second, new Spent(second, second), 1, new Tally(lost, 0, 0, 0));
    }
}
