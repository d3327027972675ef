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
    private final Contest contest;
    private final MqttOptions options;

    /** Plays {@code rounds} rounds of each load on each server. */
    public MqttLoads(LoadLoop loop, int rounds, Timing timing, MqttOptions options, Progress progress) {
        this.contest = new Contest(loop, rounds, timing, progress);
        this.options = options;
    }

    private record Flow(int qos, int bytes) {}

    /** Measures {@code ours} beside {@code mosquitto}. */
    public void run(Standalone ours, Mosquitto mosquitto, Report report) throws Exception {
        for (int qos : options.qualities()) {
            for (int bytes : List.of(64, 1024)) {
                for (MqttShape shape : options.shapes()) {
                    play(shape, ours, mosquitto, new Flow(qos, bytes), report);
                }
            }
        }
        report.note("MQTT: protocol version " + options.version()
                + "; publications in flight: 100 (1 to 50 at QoS 0), 16 (1 to 1,000), 20"
                + " for each publisher (else; mosquitto's Receive Maximum); at QoS 1 and 2 a publication is done when it is both delivered"
                + " and acknowledged.");
    }

    private void play(MqttShape shape, Standalone ours, Mosquitto mosquitto, Flow flow, Report report)
            throws Exception {
        String name = "MQTT %s, QoS %d, %d B".formatted(shape.text(), flow.qos(), flow.bytes());
        Load load = shape.load(flow.bytes(), flow.qos() > 0);
        var here = new Contest.Side("trunkline", ours.mqtt(options.version(), flow.qos()), load);
        var there = new Contest.Side("mosquitto", mosquitto.target(options.version(), flow.qos()), load);
        contest.warm(here, there);
        Comparison comparison = contest.play(name, here, there);
        report.add(comparison);
        report.add(Finding.atLeast(name + ", beside mosquitto", comparison.ratio(), shape.wanted(), " x"));
        report.add(Finding.none(
                name + ", lost or double",
                comparison.tally().lost() + comparison.tally().duplicates()));
    }
}
