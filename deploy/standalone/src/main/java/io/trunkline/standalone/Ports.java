package io.trunkline.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/** Asks before anything is started whether the ports are free: the answer names the port and its setting. */
final class Ports {
    private Ports() {}

    /** @throws StartFailure naming the first port that is taken */
    static void check(StandaloneSettings settings) {
        check(settings.bind(), settings.ports().gateway(), "TRUNKLINE_PORTS_GATEWAY");
        check(settings.bind(), settings.ports().admin(), "TRUNKLINE_PORTS_ADMIN");
        check(settings.bind(), settings.ports().telemetry(), "TRUNKLINE_PORTS_TELEMETRY");
        check(settings, settings.httpsPort(), "TRUNKLINE_HTTPS_PORT");
        check(settings, settings.mqttPort(), "TRUNKLINE_MQTT_LISTENERS_TCP_PORT");
        check(settings, settings.mqttsPort(), "TRUNKLINE_MQTT_LISTENERS_TLS_PORT");
        check(settings, settings.secondMqttsPort(), "TRUNKLINE_MQTT_LISTENERS_TLS8443_PORT");
        settings.anonymousMqtt()
                .ifPresent(listener -> check(settings.bind(), listener.port(), AnonymousListener.SETTING));
    }

    private static void check(StandaloneSettings settings, OptionalInt port, String setting) {
        port.ifPresent(open -> check(settings.bind(), open, setting));
    }

    private static void check(String bind, int port, String setting) {
        if (port < 1 || port > 65_535) {
            throw new StartFailure(setting + "=" + port + " is not a port (1 to 65535)");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
        } catch (IOException e) {
            throw new StartFailure(
                    "port " + port + " on " + bind + " cannot be opened (" + e.getMessage() + "); " + setting
                            + " sets another",
                    e);
        }
    }
}
