package io.trunkline.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A data directory and four free ports, on which the platform can be started again and again. */
record Installation(Path data, int gateway, int admin, int telemetry, int mqtt) {
    private static final String JAR = System.getProperty("standalone.jar");

    static Installation in(Path data) {
        var ports = freePorts(4);
        return new Installation(data, ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }

    private static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (var i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.forEach(Installation::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "TRUNKLINE_DATA_DIR", data.toString(),
                "TRUNKLINE_PORTS_GATEWAY", Integer.toString(gateway),
                "TRUNKLINE_PORTS_ADMIN", Integer.toString(admin),
                "TRUNKLINE_PORTS_TELEMETRY", Integer.toString(telemetry),
                "TRUNKLINE_MQTT_LISTENERS_TCP_PORT", Integer.toString(mqtt));
    }

    /** Starts the program, with more settings than its own, and does not wait for anything. */
    Program launch(Map<String, String> more) {
        var settings = new HashMap<>(settings());
        settings.putAll(more);
        return new Program(data.toFile().getParentFile(), settings, List.of("java", "-Xmx512m", "-jar", JAR));
    }

    Platform start() {
        return Platform.start(this);
    }

    String url(String path) {
        return "http://127.0.0.1:" + gateway + path;
    }
}
