package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** One publisher at all doors where there is something to publish; each answers before it goes on. */
final class PublishingDoors implements AutoCloseable {
    private final Application application;
    private final WebSocketPublisher browser;
    private final List<Device> devices;

    PublishingDoors(Application application, String name) throws Exception {
        this.application = application;
        var logins = new Devices(application);
        browser = new WebSocketPublisher(application, name + "-browser");
        devices = List.of(
                DeviceLibrary.HIVEMQ_5.connect(logins.login(name + "-5")),
                DeviceLibrary.PAHO_3.connect(logins.login(name + "-3")),
                DeviceLibrary.HIVEMQ_5.connect(logins.login(name + "-ws").by(logins.webSocket())));
    }

    /** By one door or another, as the number has it; done when it is acknowledged. */
    void publish(int number, String topic, String text) throws Exception {
        var door = number % (devices.size() + 2);
        if (door < devices.size()) {
            devices.get(door).publish(Said.of(topic, text, 1));
        } else if (door == devices.size()) {
            browser.publish(topic, text);
        } else {
            var answer = application.publish(topic, Api.JSON.writeValueAsString(text));
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        }
    }

    @Override
    public void close() throws Exception {
        for (var device : devices) {
            device.close();
        }
        browser.close();
    }
}
