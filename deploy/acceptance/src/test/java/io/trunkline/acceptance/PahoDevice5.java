package io.trunkline.acceptance;

import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Eclipse Paho's Java client, MQTT 5. */
final class PahoDevice5 extends Device {
    private final MqttClient client;

    PahoDevice5(DeviceLogin login) throws MqttException {
        client = new MqttClient(login.way().url(), login.clientId(), new MemoryPersistence());
        client.setTimeToWait(15_000);
        client.setCallback(new Ear());
        client.connect(options(login));
    }

    private static MqttConnectionOptions options(DeviceLogin login) {
        var options = new MqttConnectionOptions();
        options.setUserName(login.user());
        options.setPassword(login.password().getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(!login.keep());
        options.setSessionExpiryInterval(login.keep() ? 60L : 0L);
        options.setAutomaticReconnect(false);
        if (login.way().isSecure()) {
            options.setSocketFactory(login.way().sockets());
        }
        var will = login.will();
        if (will != null) {
            options.setWill(will.topic(), message(will));
        }
        return options;
    }

    private static MqttMessage message(Said said) {
        var message = new MqttMessage(said.text().getBytes(StandardCharsets.UTF_8), said.qos(), said.retain(), null);
        var correlation = said.correlation();
        if (correlation != null) {
            var properties = new MqttProperties();
            properties.setResponseTopic(said.responseTopic());
            properties.setCorrelationData(correlation.getBytes(StandardCharsets.UTF_8));
            message.setProperties(properties);
        }
        return message;
    }

    private final class Ear implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage heard) {
            var properties = heard.getProperties();
            hear(new Said(
                    topic,
                    new String(heard.getPayload(), StandardCharsets.UTF_8),
                    heard.getQos(),
                    heard.isRetained(),
                    properties.getResponseTopic(),
                    text(properties.getCorrelationData())));
        }

        private static @Nullable String text(byte @Nullable [] bytes) {
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // seen by what is not heard
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // thrown at whoever called
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // awaited by whoever publishes
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // awaited by whoever connects
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // none of these tests
        }
    }

    @Override
    int subscribe(String filter, int qos) throws MqttException {
        return client.subscribe(filter, qos).getReasonCodes()[0];
    }

    @Override
    void publish(Said said) throws MqttException {
        client.publish(said.topic(), message(said));
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
        }
        client.close();
    }
}
