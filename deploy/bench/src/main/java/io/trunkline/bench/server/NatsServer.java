package io.trunkline.bench.server;

import io.trunkline.bench.load.Target;
import io.trunkline.bench.wire.NatsWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's nats-server with its WebSocket listener, the peer of the realtime WebSocket. */
public final class NatsServer implements AutoCloseable {
    private static final String PROGRAM = "nats-server";
    private static final Duration READY_WITHIN = Duration.ofSeconds(10);

    private final ServerProcess process;
    private final int port;

    private NatsServer(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it in {@code directory}. */
    public static NatsServer start(Path directory) throws IOException {
        List<Integer> ports = FreePorts.take(2);
        Path configuration = directory.resolve("nats.conf");
        Files.writeString(configuration, """
                listen: "127.0.0.1:%d"
                websocket { host: "127.0.0.1", port: %d, no_tls: true, compression: false }
                """.formatted(ports.get(0), ports.get(1)));
        var command = List.of(Program.path(PROGRAM), "-c", configuration.toString());
        var process = ServerProcess.start(PROGRAM, command, Map.of(), directory);
        process.await(() -> ServerProcess.accepts(ports.get(1)), READY_WITHIN);
        return new NatsServer(process, ports.get(1));
    }

    /** Its WebSocket listener. */
    public Target target() {
        return new Target(new NatsWire(), port, process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
