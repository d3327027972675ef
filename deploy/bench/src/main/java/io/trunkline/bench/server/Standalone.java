package io.trunkline.bench.server;

import io.trunkline.bench.load.Target;
import io.trunkline.bench.wire.MqttWire;
import io.trunkline.bench.wire.TrunklineWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The platform under test: the standalone jar as a process of its own, with an application for the bench. */
public final class Standalone implements AutoCloseable {
    private static final String NAME = "standalone";
    private static final String READY_LINE = "Trunkline is ready";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(15);

    private final ServerProcess process;
    private final int port;
    private final int mqttPort;
    private final TrunklineApi api;
    private @Nullable Tenant tenant;

    private Standalone(ServerProcess process, int port, int mqttPort) {
        this.process = process;
        this.port = port;
        this.mqttPort = mqttPort;
        this.api = new TrunklineApi(port);
    }

    /** Starts it in {@code directory}, where its data stays, and returns once it says that it is ready and serves. */
    public static Standalone start(Launch launch, Path directory) throws IOException {
        List<Integer> ports = FreePorts.take(4);
        var environment = Map.of(
                "TRUNKLINE_DATA_DIR", directory.resolve("data").toString(),
                "TRUNKLINE_BIND", "127.0.0.1",
                "TRUNKLINE_OPERATOR_TOKEN", launch.operatorToken(),
                "TRUNKLINE_PORTS_GATEWAY", ports.get(0).toString(),
                "TRUNKLINE_PORTS_ADMIN", ports.get(1).toString(),
                "TRUNKLINE_PORTS_TELEMETRY", ports.get(2).toString(),
                "TRUNKLINE_MQTT_LISTENERS_TCP_PORT", ports.get(3).toString(),
                "TRUNKLINE_MQTT_LISTENERS_TLS_ENABLED", "false",
                "TRUNKLINE_MQTT_LISTENERS_TLS8443_ENABLED", "false",
                "TRUNKLINE_HTTPS_ENABLED", "false");
        Files.deleteIfExists(directory.resolve(NAME + ".log"));
        var process = ServerProcess.start(NAME, launch.command(), environment, directory);
        var standalone = new Standalone(process, ports.get(0), ports.get(3));
        process.await(
                () -> process.hasSaid(READY_LINE)
                        && ServerProcess.accepts(standalone.mqttPort)
                        && standalone.api.isHealthy(),
                READY_WITHIN);
        return standalone;
    }

    /** Creates the bench's application and waits until the gateway knows it. */
    public Standalone withApplication(String operatorToken) throws IOException {
        String key = secret();
        var created = new Tenant(api.createApplication(operatorToken, key), new Tokens(key));
        tenant = created;
        process.await(() -> api.publishes(created.appId(), created.tokens().of("bench")), KNOWN_WITHIN);
        return this;
    }

    /** Makes every topic of its application durable, and waits until the gateway knows it. */
    public Standalone keepingAll(String operatorToken) throws IOException {
        api.keepAll(tenant().appId(), operatorToken);
        process.await(this::keeps, KNOWN_WITHIN);
        return this;
    }

    private boolean keeps() {
        try {
            return !publish("keeps", "?").isEmpty();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Takes the application that {@code before} had in the same directory, and waits until the gateway knows it. */
    public Standalone after(Standalone before) throws IOException {
        tenant = before.tenant();
        process.await(this::keeps, KNOWN_WITHIN);
        return this;
    }

    /** Publishes a text by HTTP; answers where the topic's log has it. */
    public String publish(String topic, String text) throws IOException {
        var own = tenant();
        return api.publish(own.appId(), own.tokens().of("bench"), topic, text);
    }

    /** How often the gateway has read a page of a log from its database. */
    public long logReads() throws IOException {
        return api.logReads();
    }

    /** Root of the process tree: the JVM; the embedded database runs below it. */
    public long pid() {
        return process.pid();
    }

    /** Its realtime WebSocket. */
    public Target webSocket() {
        return new Target(webSocketWire(), port, pid());
    }

    /** The realtime WebSocket, each line as a subject of its own (one connection a subject is the rule there). */
    public TrunklineWire webSocketWire() {
        Tenant own = tenant();
        return new TrunklineWire(subject ->
                "/apps/" + own.appId() + "?access_token=" + own.tokens().of(subject));
    }

    /** The same, where what is published is acknowledged. */
    public Target acknowledgedWebSocket() {
        return new Target(webSocketWire().acknowledged(), port, pid());
    }

    /** Its MQTT listener, spoken to in MQTT {@code version} (4 or 5) at {@code qos}. */
    public Target mqtt(int version, int qos) {
        return new Target(mqttWire(version, qos), mqttPort, pid());
    }

    /** MQTT in {@code version} (4 or 5) at {@code qos}, as a client of the application. */
    public MqttWire mqttWire(int version, int qos) {
        Tenant own = tenant();
        return new MqttWire(version, qos, own.appId(), own.tokens().of("bench"));
    }

    /** The port of MQTT over TCP. */
    public int mqttPort() {
        return mqttPort;
    }

    /** The port of HTTP and WebSocket. */
    public int port() {
        return port;
    }

    /** Kills it ({@code kill -9}); the embedded database lives on until the next start in this directory. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    /** A secret nobody else knows. */
    public static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Tenant tenant() {
        if (tenant == null) {
            throw new IllegalStateException("no application yet");
        }
        return tenant;
    }

    /** How to start it: the jar, options for its JVM, the token it is to take for the operator's. */
    public record Launch(Path jar, List<String> javaOptions, String operatorToken) {
        List<String> command() {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(javaOptions);
            command.add("-jar");
            command.add(jar.toAbsolutePath().toString());
            return command;
        }
    }

    private record Tenant(String appId, Tokens tokens) {}
}
