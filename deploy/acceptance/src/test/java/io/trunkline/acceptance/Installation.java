package io.trunkline.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A data directory and free ports, on which the platform can be started again and again. */
record Installation(Path data, int gateway, int admin, int telemetry, int mqtt, Secure secure) {
    private static final String JAR = System.getProperty("standalone.jar");

    /** The ports where TLS is spoken. */
    record Secure(int mqtt, int mqttToo, int web) {}

    static Installation in(Path data) {
        var ports = freePorts(7);
        var secure = new Secure(ports.get(4), ports.get(5), ports.get(6));
        return new Installation(data, ports.get(0), ports.get(1), ports.get(2), ports.get(3), secure);
    }

    /** Whom clients have to trust that come by TLS. */
    Path authority() {
        return data.resolve("tls/ca.pem");
    }

    static int freePort() {
        return freePorts(1).get(0);
    }

    /** Below the range from which the system takes the ports of outgoing connections: nobody gets them in the meantime. */
    private static List<Integer> freePorts(int count) {
        return new Random()
                .ints(20_000, 30_000)
                .distinct()
                .filter(Installation::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "TRUNKLINE_DATA_DIR", data.toString(),
                "TRUNKLINE_PORTS_GATEWAY", Integer.toString(gateway),
                "TRUNKLINE_PORTS_ADMIN", Integer.toString(admin),
                "TRUNKLINE_PORTS_TELEMETRY", Integer.toString(telemetry),
                "TRUNKLINE_MQTT_LISTENERS_TCP_PORT", Integer.toString(mqtt),
                "TRUNKLINE_MQTT_LISTENERS_TLS_PORT", Integer.toString(secure.mqtt()),
                "TRUNKLINE_MQTT_LISTENERS_TLS8443_PORT", Integer.toString(secure.mqttToo()),
                "TRUNKLINE_HTTPS_PORT", Integer.toString(secure.web()));
    }

    /** Starts the program, with more settings than its own, and does not wait for anything. */
    Program launch(Map<String, String> more) {
        var settings = new HashMap<>(settings());
        settings.putAll(more);
        return new Program(data.toFile().getParentFile(), settings, List.of("java", "-Xmx512m", "-jar", JAR));
    }

    Platform start() {
        return start(Map.of());
    }

    Platform start(Map<String, String> more) {
        return Platform.start(this, more);
    }

    String url(String path) {
        return "http://127.0.0.1:" + gateway + path;
    }
}
