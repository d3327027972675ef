package io.trunkline.acceptance;

import java.nio.charset.StandardCharsets;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho's Java client, MQTT 3.1.1. */
final class PahoDevice3 extends Device {
    private final MqttClient client;

    PahoDevice3(DeviceLogin login) throws MqttException {
        client = new MqttClient(login.way().url(), login.clientId(), new MemoryPersistence());
        client.setTimeToWait(15_000);
        client.setCallback(new Ear());
        client.connect(options(login));
    }

    private static MqttConnectOptions options(DeviceLogin login) {
        var options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName(login.user());
        options.setPassword(login.password().toCharArray());
        options.setCleanSession(!login.keep());
        if (login.way().isSecure()) {
            options.setSocketFactory(login.way().sockets());
        }
        var will = login.will();
        if (will != null) {
            options.setWill(will.topic(), will.text().getBytes(StandardCharsets.UTF_8), will.qos(), will.retain());
        }
        return options;
    }

    private final class Ear implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {
            // seen by what is not heard
        }

        @Override
        public void messageArrived(String topic, MqttMessage heard) {
            var text = new String(heard.getPayload(), StandardCharsets.UTF_8);
            hear(new Said(topic, text, heard.getQos(), heard.isRetained(), null, null));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // awaited by whoever publishes
        }
    }

    @Override
    int subscribe(String filter, int qos) throws MqttException {
        return client.subscribeWithResponse(filter, qos).getGrantedQos()[0];
    }

    @Override
    void publish(Said said) throws MqttException {
        client.publish(said.topic(), said.text().getBytes(StandardCharsets.UTF_8), said.qos(), said.retain());
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
        }
        client.close();
    }
}
