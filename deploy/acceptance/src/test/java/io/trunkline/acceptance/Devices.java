package io.trunkline.acceptance;

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
        var installation = application.operator().installation();
        var way = new Way("tcp", installation.mqtt(), installation.data());
        return new DeviceLogin(way, application.id(), token, subject, false, null);
    }
}
