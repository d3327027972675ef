package io.trunkline.bench;

import io.trunkline.bench.report.Finding;
import io.trunkline.bench.report.Progress;
import io.trunkline.bench.report.Report;
import io.trunkline.bench.scenario.IdleMemory;
import io.trunkline.bench.scenario.MqttLoads;
import io.trunkline.bench.scenario.StartTime;
import io.trunkline.bench.scenario.WebSocketFanOut;
import io.trunkline.bench.server.Mosquitto;
import io.trunkline.bench.server.NatsServer;
import io.trunkline.bench.server.Standalone;
import io.trunkline.bench.wire.LoadLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** One run: starts what it measures, measures it, ends it, and writes the report. */
final class Run {
    /** What one standalone serves after the other. */
    private static final Set<Scenario> ON_ONE = EnumSet.of(Scenario.WS, Scenario.MQTT, Scenario.IDLE);

    private final Options options;
    private final Progress progress;
    private final Report report = new Report();

    Run(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Whether everything that was asked for could be measured. */
    boolean toTheEnd() throws IOException {
        Path work = Files.createTempDirectory("trunkline-bench");
        var launch = new Standalone.Launch(options.jar(), options.javaOptions(), operatorToken());
        if (options.only().contains(Scenario.START)) {
            measure("start to ready", () -> start(launch, work));
        }
        if (options.only().stream().anyMatch(ON_ONE::contains)) {
            measure("the standalone", () -> loads(launch, work));
        }
        new DurableRun(options, launch, progress, this::measure).run(work, report);
        write();
        if (report.isComplete()) {
            delete(work);
        } else {
            progress.say("the servers' logs are in %s", work);
        }
        return report.isComplete();
    }

    private Report start(Standalone.Launch launch, Path work) throws IOException {
        new StartTime(launch, Files.createDirectory(work.resolve("start")), progress).run(report);
        return report;
    }

    private Report loads(Standalone.Launch launch, Path work) throws Exception {
        try (var loop = new LoadLoop();
                var ours = Standalone.start(launch, work).withApplication(launch.operatorToken())) {
            if (options.only().contains(Scenario.WS)) {
                measure("WebSocket fan-out", () -> webSocket(loop, ours, work));
            }
            if (options.only().contains(Scenario.MQTT)) {
                measure("MQTT fan-out and fan-in", () -> mqtt(loop, ours, work));
            }
            if (options.only().contains(Scenario.IDLE)) {
                measure("idle WebSockets", () -> idle(loop, ours));
                measure("idle MQTT sessions", () -> idleMqtt(loop, ours));
            }
            return report;
        }
    }

    private Report webSocket(LoadLoop loop, Standalone ours, Path work) throws Exception {
        try (var nats = NatsServer.start(work)) {
            new WebSocketFanOut(loop, options.rounds(), options.timing(), progress)
                    .run(ours.webSocket(), nats.target(), report);
        }
        return report;
    }

    private Report mqtt(LoadLoop loop, Standalone ours, Path work) throws Exception {
        try (var mosquitto = Mosquitto.start(work)) {
            new MqttLoads(loop, options.rounds(), options.timing(), options.mqtt(), progress)
                    .run(ours, mosquitto, report);
        }
        return report;
    }

    private Report idle(LoadLoop loop, Standalone ours) throws Exception {
        var wire = ours.webSocketWire();
        new IdleMemory(loop, options.connections(), progress)
                .run(new IdleMemory.Lines("WebSocket", 10, ours.port(), wire::idle), ours.pid(), report);
        return report;
    }

    private Report idleMqtt(LoadLoop loop, Standalone ours) throws Exception {
        var wire = ours.mqttWire(options.mqtt().version(), 0);
        new IdleMemory(loop, options.connections(), progress)
                .run(new IdleMemory.Lines("MQTT session", 12, ours.mqttPort(), wire::idle), ours.pid(), report);
        return report;
    }

    /** What cannot be measured must not keep the rest from being measured. */
    private void measure(String what, Callable<Report> measurement) {
        progress.say("measuring %s", what);
        try {
            measurement.call();
        } catch (Exception failure) {
            progress.say("%s: %s", what, failure);
            report.add(Finding.unmeasured(what, failure.toString()));
        }
    }

    private void write() throws IOException {
        Files.createDirectories(options.report().toAbsolutePath().getParent());
        Files.writeString(options.report(), report.markdown());
        progress.say("%n%s%nwritten to %s", report.markdown(), options.report());
    }

    private static String operatorToken() {
        return Optional.ofNullable(System.getenv("TRUNKLINE_OPERATOR_TOKEN")).orElseGet(Standalone::secret);
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
