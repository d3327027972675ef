package io.trunkline.acceptance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The MQTT clients of one application: each with a client id and a subject of its own, and every right to read and write. */
record Devices(Application application, AtomicInteger made) {
    Devices(Application application) {
        this(application, new AtomicInteger());
    }

    DeviceLogin login() {
        return login("device-" + made.incrementAndGet());
    }

    /** Of this subject, which is also the client id. */
    DeviceLogin login(String subject, String... permissions) {
        var token = permissions.length == 0
                ? application.clientToken(subject, Application.READ_ALL, Application.WRITE_ALL)
                : application.clientToken(subject, permissions);
        return new DeviceLogin(way("tcp", installation().mqtt()), application.id(), token, subject, false, null);
    }

    /** Those that are not plain. */
    List<Way> otherWays() {
        var secure = installation().secure();
        return List.of(way("ssl", secure.mqtt()), way("ssl", secure.mqttToo()), webSocket(), way("wss", secure.web()));
    }

    /** MQTT over WebSocket. */
    Way webSocket() {
        return way("ws", installation().gateway());
    }

    private Way way(String scheme, int port) {
        return new Way(scheme, port, installation().authority());
    }

    private Installation installation() {
        return application.operator().installation();
    }
}
