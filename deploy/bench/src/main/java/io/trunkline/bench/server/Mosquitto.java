package io.trunkline.bench.server;

import io.trunkline.bench.load.Target;
import io.trunkline.bench.wire.MqttWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's mosquitto, the peer of the MQTT listener. */
public final class Mosquitto implements AutoCloseable {
    private static final String PROGRAM = "mosquitto";
    private static final Duration READY_WITHIN = Duration.ofSeconds(10);

    private final ServerProcess process;
    private final int port;

    private Mosquitto(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it in {@code directory} as Debian configures it, but without persistence and with no bound on its queues, so
     * that it loses nothing. Its default of leaving TCP_NODELAY off doubles its rate here, and its window of 20 serves it
     * as well as a larger one.
     */
    public static Mosquitto start(Path directory) throws IOException {
        int port = FreePorts.take(1).get(0);
        Path configuration = directory.resolve("mosquitto.conf");
        Files.writeString(configuration, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                max_queued_messages 0
                log_type error
                """.formatted(port));
        var command = List.of(Program.path(PROGRAM), "-c", configuration.toString());
        var process = ServerProcess.start(PROGRAM, command, Map.of(), directory);
        process.await(() -> ServerProcess.accepts(port), READY_WITHIN);
        return new Mosquitto(process, port);
    }

    /** Its listener, spoken to in MQTT {@code version} (4 or 5) at {@code qos}. */
    public Target target(int version, int qos) {
        return new Target(new MqttWire(version, qos, "bench", "bench"), port, process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
