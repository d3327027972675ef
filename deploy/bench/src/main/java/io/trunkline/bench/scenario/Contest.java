package io.trunkline.bench.scenario;

import io.trunkline.bench.load.Load;
import io.trunkline.bench.load.Outcome;
import io.trunkline.bench.load.Round;
import io.trunkline.bench.load.Target;
import io.trunkline.bench.load.Timing;
import io.trunkline.bench.report.Comparison;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.wire.LoadLoop;
import java.util.ArrayList;
import java.util.List;

/** Plays a load on ours and on a peer in turn, so that whatever else the machine does meets both. */
record Contest(LoadLoop loop, int rounds, Timing timing, Progress progress) {
    /** One of the two. */
    record Side(String name, Target target, Load load) {}

    /** Load that is not counted, so that no server is measured while it is still being compiled. */
    void warm(Side... sides) throws Exception {
        for (Side side : sides) {
            Round.run(loop, side.load(), side.target(), timing.longWarmUp());
        }
    }

    Comparison play(String name, Side ours, Side peer) throws Exception {
        List<Outcome> here = new ArrayList<>();
        List<Outcome> there = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            here.add(play(name, ours));
            there.add(play(name, peer));
        }
        return new Comparison(name, here, peer.name(), there);
    }

    private Outcome play(String name, Side side) throws Exception {
        Outcome outcome = Round.run(loop, side.load(), side.target(), timing);
        progress.say(
                "%-26s %-10s %,12.0f deliveries/s  %5.2f us server CPU  p99 %.2f ms  generator %.0f %%%s",
                name,
                side.name(),
                outcome.rate(),
                outcome.serverMicros(),
                outcome.p99().toNanos() / 1e6,
                outcome.generatorShare() * 100,
                outcome.tally().clean() ? "" : "  " + outcome.tally());
        return outcome;
    }
}
