package io.trunkline.bench.scenario;

import io.trunkline.bench.load.Load;
import io.trunkline.bench.load.Target;
import io.trunkline.bench.load.Timing;
import io.trunkline.bench.report.Comparison;
import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.wire.LoadLoop;
import java.util.List;

/** One publisher to 1,000 WebSockets in frames of 200 bytes, 1, 8 and 32 in flight, beside NATS' WebSocket. */
public final class WebSocketFanOut {
    private static final int LISTENERS = 1_000;
    private static final int FRAME_BYTES = 200;
    private static final double WANTED_RATIO = 1.2;
    private static final double WANTED_MICROS = 1.0;

    private final LoadLoop loop;
    private final Contest contest;

    /** Plays {@code rounds} rounds of each window on each server. */
    public WebSocketFanOut(LoadLoop loop, int rounds, Timing timing, Progress progress) {
        this.loop = loop;
        this.contest = new Contest(loop, rounds, timing, progress);
    }

    /** Measures {@code ours} beside {@code nats}. */
    public void run(Target ours, Target nats, Report report) throws Exception {
        int ourPayload = FrameSize.payloadFor(FRAME_BYTES, loop, ours);
        int natsPayload = FrameSize.payloadFor(FRAME_BYTES, loop, nats);
        for (int window : List.of(1, 8, 32)) {
            var here = new Contest.Side("trunkline", ours, new Load(1, LISTENERS, window, ourPayload, false));
            var there = new Contest.Side("nats", nats, new Load(1, LISTENERS, window, natsPayload, false));
            contest.warm(here, there);
            Comparison comparison = contest.play("WebSocket 1 to 1,000, " + window, here, there);
            report.add(comparison);
            judge(window, comparison, report);
        }
        report.note("WebSocket: the number behind the load is how many publications were in flight. A delivery is "
                + FRAME_BYTES + " bytes of WebSocket payload at either server (payload text of " + ourPayload
                + " bytes in our JSON frame, of " + natsPayload + " bytes behind NATS' MSG line).");
    }

    private static void judge(int window, Comparison comparison, Report report) {
        if (window == 8) {
            report.add(Finding.atLeast(
                    "WebSocket fan-out, 8 in flight, beside NATS", comparison.ratio(), WANTED_RATIO, " x"));
        }
        if (window == 32) {
            report.add(Finding.atMost(
                    "WebSocket fan-out, 32 in flight, server CPU a delivery",
                    comparison.serverMicros(),
                    WANTED_MICROS,
                    " us"));
        }
        report.add(Finding.none(
                "WebSocket fan-out, " + window + " in flight, lost or double",
                comparison.tally().lost() + comparison.tally().duplicates()));
    }
}
