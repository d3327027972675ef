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

/** MQTT fan-out 1 to 50 and 1 to 1,000, fan-in 50 to 1 and 50 pairs, at each QoS, with 64 bytes and 1 KiB, beside mosquitto. */
public final class MqttLoads {
    private static final int MANY = 50;
    private static final int CROWD = 1_000;
    private static final double WANTED_RATIO = 2.0;
    private static final double WANTED_RATIO_OF_PAIRS = 1.0;

    private final Contest contest;
    private final int version;
    private final List<Integer> qualities;

    /** Plays {@code rounds} rounds of each load on each server in MQTT {@code version} (4 or 5), at each of the {@code qualities}. */
    public MqttLoads(LoadLoop loop, int rounds, Timing timing, MqttOptions options, Progress progress) {
        this.contest = new Contest(loop, rounds, timing, progress);
        this.version = options.version();
        this.qualities = options.qualities();
    }

    /** Measures {@code ours} beside {@code mosquitto}. */
    public void run(Standalone ours, Mosquitto mosquitto, Report report) throws Exception {
        for (int qos : qualities) {
            for (int bytes : List.of(64, 1024)) {
                for (Shape shape : shapes(bytes, qos)) {
                    play(shape, ours, mosquitto, qos, report);
                }
            }
        }
        report.note("MQTT: protocol version " + version
                + "; publications in flight: 100 (1 to 50 at QoS 0), 16 (1 to 1,000), 20"
                + " for each publisher (else; mosquitto's Receive Maximum); at QoS 1 and 2 a publication is done when it is both delivered"
                + " and acknowledged.");
    }

    private record Shape(String name, Load load, double wanted) {}

    private static List<Shape> shapes(int bytes, int qos) {
        boolean acknowledged = qos > 0;
        String name = "MQTT %s, QoS " + qos + ", " + bytes + " B";
        return List.of(
                new Shape(
                        name.formatted("1 to 50"),
                        new Load(1, MANY, acknowledged ? 20 : 100, bytes, acknowledged),
                        WANTED_RATIO),
                new Shape(name.formatted("1 to 1,000"), new Load(1, CROWD, 16, bytes, acknowledged), WANTED_RATIO),
                new Shape(name.formatted("50 to 1"), new Load(MANY, 1, 20, bytes, acknowledged), WANTED_RATIO),
                new Shape(
                        name.formatted("50 pairs"), Load.pairs(MANY, 20, bytes, acknowledged), WANTED_RATIO_OF_PAIRS));
    }

    private void play(Shape shape, Standalone ours, Mosquitto mosquitto, int qos, Report report) throws Exception {
        String name = shape.name();
        var here = new Contest.Side("trunkline", ours.mqtt(version, qos), shape.load());
        var there = new Contest.Side("mosquitto", mosquitto.target(version, qos), shape.load());
        contest.warm(here, there);
        Comparison comparison = contest.play(name, here, there);
        report.add(comparison);
        report.add(Finding.atLeast(name + ", beside mosquitto", comparison.ratio(), shape.wanted(), " x"));
        report.add(Finding.none(
                name + ", lost or double",
                comparison.tally().lost() + comparison.tally().duplicates()));
    }
}
