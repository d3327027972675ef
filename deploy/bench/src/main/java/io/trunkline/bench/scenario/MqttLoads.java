package io.trunkline.bench.scenario;

import io.trunkline.bench.load.Load;
import io.trunkline.bench.load.Timing;
import io.trunkline.bench.report.Comparison;
import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.server.Mosquitto;
import io.trunkline.bench.server.Standalone;
import io.trunkline.bench.wire.LoadLoop;
import java.util.List;

/** MQTT fan-out 1 to 50 at QoS 0 and fan-in 50 to 1 at QoS 1, with 64 bytes and 1 KiB, beside mosquitto. */
public final class MqttLoads {
    private static final int MANY = 50;
    private static final double WANTED_RATIO = 1.5;

    private final Contest contest;
    private final int version;

    /** Plays {@code rounds} rounds of each load on each server in MQTT {@code version} (4 or 5). */
    public MqttLoads(LoadLoop loop, int rounds, Timing timing, int version, Progress progress) {
        this.contest = new Contest(loop, rounds, timing, progress);
        this.version = version;
    }

    /** Measures {@code ours} beside {@code mosquitto}. */
    public void run(Standalone ours, Mosquitto mosquitto, Report report) throws Exception {
        for (int bytes : List.of(64, 1024)) {
            play("MQTT 1 to 50, QoS 0, " + bytes + " B", new Load(1, MANY, 100, bytes, false), ours, mosquitto, report);
        }
        for (int bytes : List.of(64, 1024)) {
            play("MQTT 50 to 1, QoS 1, " + bytes + " B", new Load(MANY, 1, 20, bytes, true), ours, mosquitto, report);
        }
        report.note("MQTT: protocol version " + version + "; window 100 (fan-out), 20 for each publisher (fan-in); at"
                + " QoS 1 a publication is done when it is both delivered and acknowledged.");
    }

    private void play(String name, Load load, Standalone ours, Mosquitto mosquitto, Report report) throws Exception {
        int qos = load.acknowledged() ? 1 : 0;
        var here = new Contest.Side("trunkline", ours.mqtt(version, qos), load);
        var there = new Contest.Side("mosquitto", mosquitto.target(version, qos), load);
        contest.warm(here, there);
        Comparison comparison = contest.play(name, here, there);
        report.add(comparison);
        report.add(Finding.atLeast(name + ", beside mosquitto", comparison.ratio(), WANTED_RATIO, " x"));
        report.add(Finding.none(
                name + ", lost or double",
                comparison.tally().lost() + comparison.tally().duplicates()));
    }
}
